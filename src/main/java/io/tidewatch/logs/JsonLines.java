package io.tidewatch.logs;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.tidewatch.text.Readable;
import java.nio.charset.StandardCharsets;

/** The log as JSON, an object in each line: Logback's own, with all that cannot be seen escaped. */
public final class JsonLines extends JsonEncoder {

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = new String(super.encode(event), StandardCharsets.UTF_8);
        return (Readable.text(line.stripTrailing()) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
