package io.tidewatch.model.catalog;

import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM text (RFC 7468). */
final class PemBlocks {
    private PemBlocks() {}

    /**
     * The content of each block of a label, in order.
     *
     * @param label such as {@code PUBLIC KEY}
     * @throws InvalidKeySpecException when there is none, or the content of one is no base64
     */
    static List<byte[]> of(String label, String pem) throws InvalidKeySpecException {
        List<byte[]> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile(
                        "-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label + "-----")
                .matcher(pem);
        while (matcher.find()) {
            try {
                blocks.add(Base64.getMimeDecoder().decode(matcher.group(1)));
            } catch (IllegalArgumentException e) {
                throw new InvalidKeySpecException("its block " + label + " is no base64", e);
            }
        }
        if (blocks.isEmpty()) {
            throw new InvalidKeySpecException("it has no line -----BEGIN " + label + "-----");
        }
        return blocks;
    }
}
