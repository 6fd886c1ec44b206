package io.tidewatch.model.catalog;

import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The public Ed25519 keys whose signatures are taken; without any, no signature is asked for. */
public final class TrustedKeys {
    /** Takes every artifact, signed or not. */
    public static final TrustedKeys NONE = new TrustedKeys(List.of());

    private static final String LABEL = "PUBLIC KEY";

    private final Map<String, PublicKey> byId = new TreeMap<>();

    private TrustedKeys(Collection<PublicKey> keys) {
        keys.forEach(key -> byId.put(Ed25519.keyId(key), key));
    }

    /**
     * Keys as {@code openssl pkey -pubout} writes them: X.509 in PEM, one or more.
     *
     * @throws InvalidKeySpecException when there is none, or one is no Ed25519 key, saying why
     */
    public static TrustedKeys parse(String pem) throws InvalidKeySpecException {
        List<PublicKey> keys = new ArrayList<>();
        try {
            for (byte[] block : PemBlocks.of(LABEL, pem)) {
                keys.add(Ed25519.require((EdECPublicKey) Ed25519.keys().generatePublic(new X509EncodedKeySpec(block))));
            }
        } catch (ClassCastException e) {
            throw new InvalidKeySpecException("it is of another algorithm", e);
        }
        return new TrustedKeys(keys);
    }

    /** These and others. */
    public TrustedKeys and(TrustedKeys others) {
        List<PublicKey> both = new ArrayList<>(byId.values());
        both.addAll(others.byId.values());
        return new TrustedKeys(both);
    }

    /** The ids of the keys, sorted. */
    public List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    /** Why an artifact may not be used, with the remedy; empty when it may. */
    Optional<String> refusal(ArtifactHeader header) {
        if (byId.isEmpty()) {
            return Optional.empty();
        }
        if (header.signature().isEmpty()) {
            return Optional.of("it is not signed, and model.trusted-keys is set; publish it with model.signing-key, "
                    + "or remove model.trusted-keys");
        }
        ModelSignature signature = header.signature().get();
        PublicKey key = byId.get(signature.keyId());
        if (key == null) {
            return Optional.of(
                    "it is signed by key " + signature.keyId() + ", which is not trusted; trusted are " + ids()
                            + ". Add its public key to model.trusted-keys, or publish it with another model.signing-key");
        }
        return Ed25519.verifies(key, header.digest(), signature.bytes())
                ? Optional.empty()
                : Optional.of("its signature does not belong to its content, although it names the trusted key "
                        + signature.keyId() + "; find out who wrote it, delete it and publish it anew");
    }
}
