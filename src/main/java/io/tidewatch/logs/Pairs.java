package io.tidewatch.logs;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.tidewatch.text.Readable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * The part of a log line with its values: {@code %pairs}, written as {@code key="value"}. A quote or a backslash in a value
 * has a backslash before it, so that none can end its value and begin a pair of its own.
 */
public final class Pairs extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null ? "" : pairs.stream().map(Pairs::shown).collect(Collectors.joining(" "));
    }

    private static String shown(KeyValuePair pair) {
        @Nullable Object value = pair.value;
        String quoted = String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"");
        return Readable.text(pair.key) + "=\"" + Readable.text(quoted) + "\"";
    }
}
