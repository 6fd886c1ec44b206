package io.tidewatch.config;

import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;

/**
 * A login as {@code sasl.jaas.config} has it, read as Kafka's clients read it, only to see whether they can: their own
 * messages quote the word that is wrong, which may be part of a password.
 */
final class JaasText {
    private static final Set<String> FLAGS = Set.of("REQUIRED", "REQUISITE", "SUFFICIENT", "OPTIONAL");

    private JaasText() {}

    /** Whether it is one login module, its flag, its options and a semicolon. */
    static boolean isLogin(String text) {
        StreamTokenizer words = new StreamTokenizer(new StringReader(text));
        words.slashSlashComments(true);
        words.slashStarComments(true);
        words.wordChars('-', '-');
        words.wordChars('_', '_');
        words.wordChars('$', '$');
        try {
            return word(words) && flag(words) && options(words) && words.nextToken() == StreamTokenizer.TT_EOF;
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can be read", e);
        }
    }

    private static boolean word(StreamTokenizer words) throws IOException {
        return words.nextToken() != StreamTokenizer.TT_EOF && words.sval != null;
    }

    private static boolean flag(StreamTokenizer words) throws IOException {
        return word(words) && FLAGS.contains(words.sval.toUpperCase(Locale.ROOT));
    }

    private static boolean options(StreamTokenizer words) throws IOException {
        while (words.nextToken() != ';') {
            if (words.ttype == StreamTokenizer.TT_EOF
                    || words.sval == null
                    || words.nextToken() != '='
                    || !word(words)) {
                return false;
            }
        }
        return true;
    }
}
