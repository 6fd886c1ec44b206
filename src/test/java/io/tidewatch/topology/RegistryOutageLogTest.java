package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import io.tidewatch.registry.RegistryUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What an operator reads while the schema registry is away. */
class RegistryOutageLogTest {
    private static final long AT = 1_650_000_000_000L;
    private static final String STREAMS = "org.apache.kafka.streams.processor.internals.TaskExecutor";
    private static final RegistryUnavailableException REFUSED = new RegistryUnavailableException("connection refused");

    private final Logger logger = (Logger) LoggerFactory.getLogger(RegistryOutage.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path state;

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    @Test
    void oneLineNamesTheRecordThatWaitsAndTheFaultWithoutAStackTrace() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            rig.registry.setAvailable(false);
            assertThatThrownBy(() -> rig.send("a", AT, 1)).hasRootCauseInstanceOf(RegistryUnavailableException.class);
        }
        assertThat(log.list).hasSize(1);
        ILoggingEvent line = log.list.get(0);
        assertThat(line.getLevel()).isEqualTo(Level.WARN);
        assertThat(line.getThrowableProxy()).isNull();
        assertThat(line.getKeyValuePairs().toString())
                .contains("record " + TestSpecs.INPUT + "-0@0, for schema id ")
                .contains("The in-memory registry is switched off.");
    }

    @Test
    void longOutageIsRecalledNowAndThenAndItsEndToldOnce() {
        long[] seconds = {0};
        RegistryOutage outage =
                new RegistryOutage(() -> Duration.ofSeconds(seconds[0]).toNanos());
        long last = RegistryOutage.REMINDER.toSeconds() * 2 + 5;
        for (; seconds[0] <= last; seconds[0]++) {
            assertThat(outage.failed("record in-0@7", REFUSED)).isEqualTo(seconds[0] == 0);
        }
        assertThat(outage.answered()).isTrue();
        assertThat(outage.answered()).isFalse();

        assertThat(log.list)
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(Level.WARN, Level.WARN, Level.WARN, Level.INFO);
        assertThat(log.list.get(2).getKeyValuePairs().toString())
                .contains("lastingSeconds=\"600\"", "record in-0@7", "connection refused");
        assertThat(log.list.get(3).getKeyValuePairs().toString()).contains("lastedSeconds=\"606\"");
    }

    @Test
    void shippedLogLeavesOutWhatStreamsSaysOfAnOutageButOfNothingElse() throws Exception {
        RuntimeException away = new StreamsException("in process", new RegistryAwayException("away", REFUSED));
        RuntimeException bug = new StreamsException("in process", new IllegalStateException("bug"));
        for (String format : List.of("text", "json")) {
            Appender<ILoggingEvent> appender =
                    shipped(format).getLogger(Logger.ROOT_LOGGER_NAME).getAppender(format);
            assertThat(decision(appender, STREAMS, away)).isEqualTo(FilterReply.DENY);
            assertThat(decision(appender, STREAMS, bug)).isEqualTo(FilterReply.NEUTRAL);
            assertThat(decision(appender, UncaughtFaults.class.getName(), away)).isEqualTo(FilterReply.NEUTRAL);
        }
    }

    @Test
    void threadThatEndsForAnOutageDiesSilentlyOneThatEndsForAnotherReasonDoesNot() throws Exception {
        List<Throwable> printed = new CopyOnWriteArrayList<>();
        StreamsException away = new StreamsException("in process", new RegistryAwayException("away", REFUSED));
        StreamsException broker = new StreamsException("in process", new TimeoutException("broker"));
        for (StreamsException fault : List.of(away, broker)) {
            Thread stream = new Thread(() -> {
                new UncaughtFaults(TopologyRig.NO_LIMITS).handle(fault);
                throw fault;
            });
            stream.setUncaughtExceptionHandler((thread, uncaught) -> printed.add(uncaught));
            stream.start();
            stream.join();
        }
        assertThat(printed).containsExactly(broker);
    }

    @Test
    void shippedLogLeavesOutWhatTheRegistrysClientSaysOfEachTry() throws Exception {
        LoggerContext shipped = shipped("text");
        assertThat(shipped.getLogger(RestService.class).isErrorEnabled()).isFalse();
        assertThat(shipped.getLogger(RegistryOutage.class).isInfoEnabled()).isTrue();
    }

    private static FilterReply decision(Appender<ILoggingEvent> appender, String logger, Throwable fault) {
        Logger source = new LoggerContext().getLogger(logger);
        return appender.getFilterChainDecision(
                new LoggingEvent(Logger.class.getName(), source, Level.ERROR, "failed", fault, null));
    }

    /** The shipped configuration, when this format is asked for. */
    private static LoggerContext shipped(String format) throws Exception {
        LoggerContext context = new LoggerContext();
        context.putProperty("TIDEWATCH_LOG_FORMAT", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(RegistryOutageLogTest.class.getResource("/logback.xml"));
        return context;
    }
}
