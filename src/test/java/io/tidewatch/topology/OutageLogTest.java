package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** What the shipped log leaves out while the schema registry is away. */
class OutageLogTest {
    private static final Throwable OUTAGE =
            new IllegalStateException(new RegistryAwayException("away", new IllegalStateException()));

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void kafkasStackTracesOfTheOutageStayOut(String format) throws Exception {
        assertThat(decided(format, "org.apache.kafka.streams.KafkaStreams", OUTAGE))
                .isEqualTo(FilterReply.DENY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void otherFaultsAndOurOwnLinesStay(String format) throws Exception {
        assertThat(decided(format, "org.apache.kafka.streams.KafkaStreams", new IllegalStateException("disk full")))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decided(format, "io.tidewatch.topology.RegistryOutage", OUTAGE))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    private static FilterReply decided(String format, String logger, Throwable fault) throws Exception {
        LoggerContext shipped = new LoggerContext();
        shipped.setMDCAdapter(new LogbackMDCAdapter());
        shipped.putProperty("TIDEWATCH_LOG_FORMAT", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(shipped);
        configurator.doConfigure(OutageLogTest.class.getResource("/logback.xml"));
        Appender<ILoggingEvent> appender =
                shipped.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(format);
        return appender.getFilterChainDecision(
                new LoggingEvent("", shipped.getLogger(logger), Level.ERROR, "thread died", fault, null));
    }
}
