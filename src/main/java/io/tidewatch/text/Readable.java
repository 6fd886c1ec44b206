package io.tidewatch.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A text from outside, such as an entity's name, as a person may see it: in a terminal, a log, a table, a page.
 *
 * <p>What cannot be seen, or would change how other text is seen, is written as {@code \}{@code u001b}: control
 * characters (new lines and terminal commands among them), marks of writing direction, characters without width, spaces
 * that look like others, halves of a surrogate pair. All else stays as it is, in any script. Applied twice, it changes
 * nothing more. Programs get the exact text instead: the alert's field {@code entity}, and JSON.
 */
public final class Readable {
    /** Longest name shown whole, characters. */
    static final int LONGEST_NAME = 128;

    private static final int HEAD = 80;
    private static final int TAIL = 24;
    private static final int DIGEST_BYTES = 4;

    private Readable() {}

    /**
     * The name of something: in one line, at most {@value #LONGEST_NAME} characters. A longer one keeps its beginning and
     * its end, with a digest of the whole, so that two that differ only in between are still told apart.
     */
    public static String name(String text) {
        String shown = text(text);
        if (shown.length() <= LONGEST_NAME) {
            return shown;
        }
        int head = Character.isHighSurrogate(shown.charAt(HEAD - 1)) ? HEAD - 1 : HEAD;
        int tail = shown.length() - TAIL;
        if (Character.isLowSurrogate(shown.charAt(tail))) {
            tail++;
        }
        return shown.substring(0, head) + "\u2026" + shown.substring(tail) + "~" + digest(text);
    }

    /**
     * The whole text in one line.
     *
     * <p>Of one line of JSON it makes another one of the same content: such characters stand only inside its strings.
     */
    public static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return escaped(text);
            }
        }
        return text;
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int length = Character.charCount(point);
            for (int unit = i; unit < i + length; unit++) {
                if (hidden(point)) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", (int) text.charAt(unit)));
                } else {
                    shown.append(text.charAt(unit));
                }
            }
            i += length;
        }
        return shown.toString();
    }

    private static boolean hidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            // The wide space of East Asia looks like no other.
            case Character.SPACE_SEPARATOR -> point != ' ' && point != '\u3000';
            default -> ignorable(point) || noCharacter(point);
        };
    }

    /** What Unicode lets a font draw nothing for, of types that are otherwise seen; and the blank Braille pattern. */
    private static boolean ignorable(int point) {
        return point == 0x034f
                || (point >= 0x115f && point <= 0x1160)
                || (point >= 0x17b4 && point <= 0x17b5)
                || (point >= 0x180b && point <= 0x180f)
                || point == 0x2065
                || point == 0x2800
                || point == 0x3164
                || (point >= 0xfe00 && point <= 0xfe0f)
                || point == 0xffa0
                || (point >= 0xfff0 && point <= 0xfff8)
                || (point >= 0xe0000 && point <= 0xe0fff);
    }

    private static boolean noCharacter(int point) {
        return (point & 0xfffe) == 0xfffe || (point >= 0xfdd0 && point <= 0xfdef);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
