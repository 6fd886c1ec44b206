package io.tidewatch.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time on the command line: ISO-8601 with its zone, or a date, which begins in UTC. */
final class InstantOption implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        try {
            return text.length() == "yyyy-MM-dd".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'" + text + "' is no time; write for example 2026-01-31 or 2026-01-31T12:00:00Z");
        }
    }
}
