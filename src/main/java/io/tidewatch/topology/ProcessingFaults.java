package io.tidewatch.topology;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of exceptions in our own code that did not end the process: the first of each kind with its stack
 * trace, then once a minute how many more there were. Safe for many threads.
 */
final class ProcessingFaults {
    /** Between two lines on one kind. */
    static final Duration REMINDER = Duration.ofMinutes(1);

    /** More kinds than one bug causes; further ones are logged together. */
    private static final int KINDS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ProcessingFaults.class);

    private final TopologyObserver observer;
    private final LongSupplier nanoTime;
    private final Map<String, Kind> kinds = new HashMap<>();

    private static final class Kind {
        private long loggedNanos;
        private long unlogged;
    }

    /** @param nanoTime such as {@link System#nanoTime} */
    ProcessingFaults(TopologyObserver observer, LongSupplier nanoTime) {
        this.observer = observer;
        this.nanoTime = nanoTime;
    }

    /**
     * @param node of the topology that failed
     * @param at the record at hand, or that there was none
     */
    synchronized void failed(String node, String at, Throwable fault) {
        observer.failed(node);
        long now = nanoTime.getAsLong();
        String name = kind(fault);
        Kind known = kinds.get(kinds.size() < KINDS || kinds.containsKey(name) ? name : "others");
        if (known == null) {
            known = new Kind();
            known.loggedNanos = now;
            kinds.put(kinds.size() < KINDS ? name : "others", known);
            LOG.atError()
                    .setCause(fault)
                    .addKeyValue("node", node)
                    .addKeyValue("record", at)
                    .log(
                            "a bug in Tidewatch; the record, if there is one, becomes a dead letter and the stream goes on");
            return;
        }
        known.unlogged++;
        if (now - known.loggedNanos >= REMINDER.toNanos()) {
            LOG.atError()
                    .addKeyValue("kind", name)
                    .addKeyValue("times", known.unlogged)
                    .addKeyValue("node", node)
                    .addKeyValue("record", at)
                    .log("a bug in Tidewatch again; its stack trace is further up");
            known.loggedNanos = now;
            known.unlogged = 0;
        }
    }

    /** Whether our own code failed, not Kafka, the disk, the registry, nor on purpose at a stop. */
    static boolean ours(Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof KafkaException
                    || cause instanceof UncheckedIOException
                    || cause instanceof RegistryAwayException
                    || cause instanceof StoppedException) {
                return false;
            }
        }
        return true;
    }

    /** What, and where: the same bug is the same kind, whatever the record holds. */
    static String kind(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return fault.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
