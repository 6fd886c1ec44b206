package io.tidewatch.event;

import java.nio.charset.StandardCharsets;

/** Text held to a number of bytes in UTF-8. */
final class BoundedText {
    private static final String CUT = "... (cut, %d bytes)";

    private BoundedText() {}

    /** The text; when it is longer, its beginning, and that it is cut. */
    static String cut(String text, int mostBytes) {
        if (fits(text, mostBytes)) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String note = CUT.formatted(bytes.length);
        int end = mostBytes - note.length();
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + note;
    }

    /** Whether the text has at most so many bytes in UTF-8. */
    static boolean fits(String text, int mostBytes) {
        // A char takes at most three bytes, and at least one.
        return text.length() <= mostBytes / 3
                || text.length() <= mostBytes && text.getBytes(StandardCharsets.UTF_8).length <= mostBytes;
    }
}
