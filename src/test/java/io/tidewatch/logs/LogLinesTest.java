package io.tidewatch.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What the shipped log writes of texts that came with records. */
class LogLinesTest {
    private static final String HOSTILE =
            "web\u001b[31m\n2026-01-01T00:00:00.000Z ERROR Forged disk full\r\u202egnp.\u2069\u009b2J\\\" forged=\"1";

    @Test
    void linesOfTextCannotBeForged() throws Exception {
        String log = logged("text");

        assertThat(log.lines())
                .allMatch(line -> line.matches("\\d{4}-.* (WARN|ERROR) +Test .*")
                        || line.startsWith("\tat ")
                        || line.startsWith("\t... ")
                        || line.startsWith("\tSuppressed: ")
                        || line.startsWith("\t\t")
                        || line.startsWith("Caused by: ")
                        || line.startsWith("java.lang."))
                .filteredOn(line -> line.matches("\\d{4}-.*"))
                .hasSize(2);
        assertThat(log)
                .contains("entity=\"web\\u001b[31m\\u000a2026-")
                .contains("\\u202egnp.\\u2069\\u009b2J")
                // A quote in a value ends nothing: what would have been a pair of its own is still inside.
                .contains("\\\\\\\" forged=\\\"1\" count=\"7\"");
        assertOnlyVisible(log);
    }

    @Test
    void linesOfJsonHoldTheExactText() throws Exception {
        String log = logged("json");

        assertThat(log.lines()).hasSize(2);
        ObjectMapper json = new ObjectMapper();
        JsonNode line = json.readTree(log.lines().findFirst().orElseThrow());
        assertThat(line.at("/kvpList/0/entity").asText()).isEqualTo(HOSTILE);
        assertThat(line.at("/throwable/message").asText()).isEqualTo("fault of " + HOSTILE);
        assertThat(line.at("/throwable/cause/message").asText()).isEqualTo("cause " + HOSTILE);
        assertOnlyVisible(log);
    }

    private static void assertOnlyVisible(String log) {
        assertThat(log.replaceAll("[\n\t]", "")
                        .codePoints()
                        .filter(point -> Character.getType(point) == Character.CONTROL
                                || Character.getType(point) == Character.FORMAT))
                .isEmpty();
    }

    /** Two lines as the shipped configuration writes them. */
    private static String logged(String format) throws Exception {
        LoggerContext shipped = new LoggerContext();
        shipped.setMDCAdapter(new LogbackMDCAdapter());
        shipped.putProperty("TIDEWATCH_LOG_FORMAT", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(shipped);
        configurator.doConfigure(LogLinesTest.class.getResource("/logback.xml"));
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>)
                shipped.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(format);
        Encoder<ILoggingEvent> encoder = appender.getEncoder();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.setContext(shipped);
        events.start();
        var logger = shipped.getLogger("io.tidewatch.Test");
        logger.setAdditive(false);
        logger.addAppender(events);
        IllegalStateException fault =
                new IllegalStateException("fault of " + HOSTILE, new IllegalArgumentException("cause " + HOSTILE));
        fault.addSuppressed(new IllegalStateException("suppressed " + HOSTILE));
        logger.atWarn()
                .setCause(fault)
                .addKeyValue("entity", HOSTILE)
                .addKeyValue("count", 7)
                .log("late");
        logger.error("a library's message with {}", HOSTILE);
        for (ILoggingEvent event : events.list) {
            bytes.writeBytes(encoder.encode(event));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
