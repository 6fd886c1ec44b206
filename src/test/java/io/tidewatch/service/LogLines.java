package io.tidewatch.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Keeps what Tidewatch logs, as the message with its pairs. */
final class LogLines extends AppenderBase<ILoggingEvent> {
    private final List<ILoggingEvent> all = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent line) {
        all.add(line);
    }

    List<String> atLeast(Level level) {
        return lines(line -> line.getLevel().isGreaterOrEqual(level));
    }

    List<String> of(Level level, String message) {
        return lines(line -> line.getLevel() == level && line.getMessage().equals(message));
    }

    private List<String> lines(Predicate<ILoggingEvent> wanted) {
        return all.stream()
                .filter(wanted)
                .map(line -> line.getMessage() + " " + line.getKeyValuePairs())
                .toList();
    }
}
