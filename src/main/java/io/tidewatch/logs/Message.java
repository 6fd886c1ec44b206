package io.tidewatch.logs;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.tidewatch.text.Readable;

/** The part of a log line that says what happened: {@code %text}. */
public final class Message extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        return message == null ? "" : Readable.text(message);
    }
}
