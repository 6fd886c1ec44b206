package io.tidewatch.model.catalog;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;

/** What the JDK knows of Ed25519 (RFC 8032, JEP 339). */
final class Ed25519 {
    static final String NAME = "Ed25519";

    private static final int KEY_ID_BYTES = 8;

    private Ed25519() {}

    static KeyFactory keys() {
        try {
            return KeyFactory.getInstance(NAME);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java from version 15 on has Ed25519", e);
        }
    }

    static byte[] sign(PrivateKey key, byte[] content) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs any bytes", e);
        }
    }

    /** Whether a signature is of this content and by this key; also false for what is no signature. */
    static boolean verifies(PublicKey key, byte[] content, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** First 16 hex digits of the SHA-256 of the key's X.509 encoding. */
    static String keyId(PublicKey key) {
        return HexFormat.of().formatHex(sha256(key.getEncoded()), 0, KEY_ID_BYTES);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The JDK's key factory of this name also takes keys of the curve Ed448. */
    static <K extends EdECKey> K require(K key) throws InvalidKeySpecException {
        if (!key.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            throw new InvalidKeySpecException("it is of " + key.getParams().getName());
        }
        return key;
    }
}
