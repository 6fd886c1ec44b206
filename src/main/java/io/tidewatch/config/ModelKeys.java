package io.tidewatch.config;

import io.tidewatch.config.TidewatchConfig.Models;
import io.tidewatch.model.catalog.SigningKey;
import io.tidewatch.model.catalog.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.spec.InvalidKeySpecException;
import java.util.Optional;

/**
 * The keys that the configuration names, read from their files.
 *
 * @param signing signs what is published
 * @param trusted whose models are used
 */
public record ModelKeys(Optional<SigningKey> signing, TrustedKeys trusted) {
    /** Far more than a file of keys has, bytes. */
    private static final int LARGEST_FILE = 1 << 20;

    private static final String PRIVATE = "a private Ed25519 key as PKCS#8 in PEM";
    private static final String PUBLIC = "public Ed25519 keys as X.509 in PEM";

    /** What makes a key of a text. */
    private interface Parser<T> {
        T parse(String pem) throws InvalidKeySpecException;
    }

    /**
     * Reads the keys.
     *
     * @throws ConfigException with every file that cannot be read or holds no such key
     */
    public static ModelKeys read(Models models) throws ConfigException {
        Faults faults = new Faults();
        Optional<SigningKey> signing = models.signingKey()
                .flatMap(file -> read(
                        ConfigReference.SIGNING_KEY,
                        file,
                        SigningKey::parse,
                        new Fault(faults, PRIVATE, "Make one: openssl genpkey -algorithm ed25519 -out " + file)));
        TrustedKeys trusted = TrustedKeys.NONE;
        for (int i = 0; i < models.trustedKeys().size(); i++) {
            Path file = models.trustedKeys().get(i);
            trusted = read(
                            ConfigReference.TRUSTED_KEYS + "[" + i + "]",
                            file,
                            TrustedKeys::parse,
                            new Fault(faults, PUBLIC, "Write it: openssl pkey -in <private key> -pubout -out " + file))
                    .map(trusted::and)
                    .orElse(trusted);
        }
        faults.throwIfAny();
        return new ModelKeys(signing, trusted);
    }

    /** Where a fault goes, and what it says besides the reason. */
    private record Fault(Faults faults, String expected, String remedy) {
        void add(String key, Path file, String reason) {
            faults.add(key, "'" + file + "', " + reason, expected, remedy);
        }
    }

    private static <T> Optional<T> read(String key, Path file, Parser<T> parser, Fault fault) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                fault.add(key, file, "which is too large for a key");
                return Optional.empty();
            }
            return Optional.of(parser.parse(Files.readString(file, StandardCharsets.ISO_8859_1)));
        } catch (InvalidKeySpecException e) {
            fault.add(key, file, "which cannot be used: " + e.getMessage());
        } catch (NoSuchFileException e) {
            fault.add(key, file, "which does not exist");
        } catch (AccessDeniedException e) {
            fault.add(key, file, "which this user may not read");
        } catch (IOException e) {
            fault.add(key, file, "which cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }
}
