package io.tidewatch.registry;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text that a registry, or an exception about one, gave: short, on one line, without credentials. */
final class ForeignText {
    /** Longest text that is shown, characters. */
    static final int LONGEST = 300;

    /** What stands before the {@code @} of an address: a name, a password, a token. */
    private static final Pattern CREDENTIALS = Pattern.compile("://[^/?#\\s]*@");

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private ForeignText() {}

    /** The text as it may be shown in messages and log lines. */
    static String shown(@Nullable String text) {
        if (text == null) {
            return "no text";
        }
        // An address may begin where the text is cut: so it is masked first. What is much too long is not searched at
        // all.
        String head = text.length() > 10 * LONGEST ? text.substring(0, 10 * LONGEST) : text;
        String plain = UNPRINTABLE.matcher(masked(head)).replaceAll(" ");
        return plain.length() <= LONGEST && head.length() == text.length()
                ? plain
                : plain.substring(0, Math.min(LONGEST, plain.length())) + "... (cut, " + text.length() + " characters)";
    }

    /** The text with {@code ***} instead of the credentials in its addresses. */
    static String masked(String text) {
        return CREDENTIALS.matcher(text).replaceAll("://***@");
    }
}
