package io.tidewatch.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.commons.text.StringSubstitutor;
import org.jspecify.annotations.Nullable;

/**
 * Values that stand elsewhere, so that secrets need not stand in the configuration: {@code ${file:/run/secrets/x}} is
 * the content of a file, {@code ${env:NAME}} an environment variable.
 *
 * <p>Every other {@code ${...}} is left as it is, for Kafka's clients have placeholders of their own. A doubled dollar,
 * {@code $${file:...}}, leaves a single one as well.
 */
final class Placeholders {
    private static final String FILE = "file:";
    private static final String ENV = "env:";

    /** A name that is only a name; another one may be the rest of a value in which a brace is missing. */
    private static final Pattern NAME = Pattern.compile("[\\w./\\\\:~+-]{1,500}");

    private static final Pattern ONE = Pattern.compile("\\$\\{(env|file):" + NAME + "}");

    private final Map<String, String> environment;

    Placeholders(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Whether a text is a placeholder and nothing else. */
    static boolean isOne(String text) {
        return ONE.matcher(text).matches();
    }

    /**
     * The text with its placeholders replaced.
     *
     * @param missing receives, for each placeholder that stands for nothing, what is missing
     */
    String resolve(String text, Consumer<String> missing) {
        if (!text.contains("${")) {
            return text;
        }
        return new StringSubstitutor(name -> look(name, missing))
                .setDisableSubstitutionInValues(true)
                .setValueDelimiter("")
                .replace(text);
    }

    private @Nullable String look(String name, Consumer<String> missing) {
        if (name.startsWith(ENV)) {
            String variable = name.substring(ENV.length());
            String value = environment.get(variable);
            if (value == null) {
                missing.accept("environment variable " + named(variable) + "is not set");
                return "";
            }
            return value;
        }
        if (name.startsWith(FILE)) {
            String file = name.substring(FILE.length());
            try {
                // An editor ends a file with a newline; a secret seldom does.
                return Files.readString(Path.of(file)).stripTrailing();
            } catch (IOException | InvalidPathException e) {
                missing.accept("file " + named(file) + "cannot be read");
                return "";
            }
        }
        return null;
    }

    private static String named(String name) {
        return NAME.matcher(name).matches() ? name + " " : "of a placeholder, whose name is not shown, ";
    }
}
