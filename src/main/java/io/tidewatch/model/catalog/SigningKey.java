package io.tidewatch.model.catalog;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The private Ed25519 key that artifacts are signed with. */
public final class SigningKey {
    private static final String LABEL = "PRIVATE KEY";

    private final PrivateKey key;
    private final String id;

    private SigningKey(PrivateKey key, PublicKey publicKey) {
        this.key = key;
        this.id = Ed25519.keyId(publicKey);
    }

    /** A generator's source of random bytes that gives it a private key which is there already. */
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        private Given(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, Math.min(seed.length, bytes.length));
        }
    }

    /**
     * A key as {@code openssl genpkey -algorithm ed25519} writes it: PKCS#8 in PEM.
     *
     * @throws InvalidKeySpecException when it is none, saying why
     */
    public static SigningKey parse(String pem) throws InvalidKeySpecException {
        EdECPrivateKey key;
        try {
            key = Ed25519.require((EdECPrivateKey) Ed25519.keys()
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(PemBlocks.of(LABEL, pem).get(0))));
        } catch (ClassCastException e) {
            throw new InvalidKeySpecException("it is of another algorithm", e);
        }
        return new SigningKey(key, publicKey(key));
    }

    /**
     * The public key, which PKCS#8 has not. The JDK has no method for it; its generator makes a pair from 32 random
     * bytes,
     * which are the private key. Whether it did so is checked.
     */
    private static PublicKey publicKey(EdECPrivateKey key) throws InvalidKeySpecException {
        byte[] seed = key.getBytes().orElseThrow(() -> new InvalidKeySpecException("its bytes cannot be read"));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(Ed25519.NAME);
            generator.initialize(key.getParams(), new Given(seed));
            KeyPair pair = generator.generateKeyPair();
            if (!Ed25519.verifies(pair.getPublic(), seed, Ed25519.sign(key, seed))) {
                throw new InvalidKeySpecException("its public key cannot be derived by this Java");
            }
            return pair.getPublic();
        } catch (InvalidKeySpecException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeySpecException("its public key cannot be derived: " + e.getMessage(), e);
        }
    }

    /** First 16 hex digits of the SHA-256 of the public key. */
    public String id() {
        return id;
    }

    /** @param sha256 of the artifact's bytes */
    ModelSignature sign(byte[] sha256) {
        return new ModelSignature(id, Base64.getEncoder().encodeToString(Ed25519.sign(key, sha256)));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
