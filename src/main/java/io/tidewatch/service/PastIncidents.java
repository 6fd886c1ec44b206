package io.tidewatch.service;

import io.tidewatch.registry.RegistryUnavailableException;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.registry.UnknownSchemaException;
import io.tidewatch.topology.AlertFollower;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the alerts topic once at the start, so that incidents that were open before are known to be open.
 *
 * <p>In the background: the detector does not wait for it, and what is reported meanwhile is newer and stays.
 */
final class PastIncidents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PastIncidents.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(30);

    private final Map<String, String> kafka;
    private final SchemaRegistry registry;
    private final String topic;
    private final IncidentBoard board;
    private final CountDownLatch closing = new CountDownLatch(1);

    PastIncidents(Map<String, String> kafka, SchemaRegistry registry, String topic, IncidentBoard board) {
        this.kafka = kafka;
        this.registry = registry;
        this.topic = topic;
        this.board = board;
    }

    void start() {
        Thread thread = new Thread(this::read, "tidewatch-past-incidents");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        boolean known = false;
        while (!known && !closed(Duration.ZERO)) {
            known = readOnce() || closed(TRY_AGAIN);
        }
    }

    /** @return whether all was read */
    private boolean readOnce() {
        long messages = 0;
        try (AlertFollower alerts = new AlertFollower(kafka, registry, topic, true)) {
            do {
                var more = alerts.poll(POLL);
                more.forEach(board::add);
                messages += more.size();
            } while (!closed(Duration.ZERO) && !alerts.caughtUp());
            LOG.atInfo()
                    .addKeyValue("topic", topic)
                    .addKeyValue("messages", messages)
                    .addKeyValue("open", board.open())
                    .log("incidents of before the start are known");
            return true;
        } catch (UnknownSchemaException
                | RegistryUnavailableException
                | IOException
                | KafkaException
                | IllegalStateException e) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("cause", e.getMessage())
                    .addKeyValue("againInSeconds", TRY_AGAIN.toSeconds())
                    .log("the alerts topic cannot be read; the page knows only incidents reported since the start");
            return false;
        }
    }

    /** Waits for the end. */
    private boolean closed(Duration atMost) {
        try {
            return closing.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
