package io.tidewatch.cli;

import io.tidewatch.config.Secrets;
import io.tidewatch.text.Readable;
import java.util.stream.Collectors;

/** What went wrong, as a terminal may show it: each line readable, and without the secrets that others quote. */
final class ErrorText {
    private ErrorText() {}

    /** A message; one that was written in several lines stays so. */
    static String of(String message) {
        return Secrets.masked(message.lines().map(Readable::text).collect(Collectors.joining(System.lineSeparator())));
    }
}
