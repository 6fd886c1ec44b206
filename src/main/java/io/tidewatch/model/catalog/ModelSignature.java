package io.tidewatch.model.catalog;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * An Ed25519 signature (RFC 8032) of the SHA-256 of an artifact's bytes.
 *
 * @param keyId first 16 hex digits of the SHA-256 of the encoded public key
 * @param value the 64 bytes of the signature, in base64
 */
public record ModelSignature(String keyId, String value) {
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{16}");
    private static final int BYTES = 64;

    /** @throws IllegalArgumentException when this is no signature */
    public ModelSignature {
        if (!KEY_ID.matcher(keyId).matches()) {
            throw new IllegalArgumentException("the id of the signing key is not 16 hex digits");
        }
        if (value.length() > 2 * BYTES || Base64.getDecoder().decode(value).length != BYTES) {
            throw new IllegalArgumentException("the signature is not " + BYTES + " bytes in base64");
        }
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(value);
    }
}
