package io.tidewatch.topology;

import io.tidewatch.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of a schema registry that is away: one line when it begins, one now and then while it lasts, one
 * when it is over, however many threads ask how often. Safe for many threads.
 */
final class RegistryOutage {
    /** Between two lines on one outage. */
    static final Duration REMINDER = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(RegistryOutage.class);

    private final LongSupplier nanoTime;
    private boolean lasts;
    private long sinceNanos;
    private long loggedNanos;

    /** @param nanoTime such as {@link System#nanoTime} */
    RegistryOutage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Notes that the registry was asked in vain.
     *
     * @param waiting who waits, and for what
     * @return whether an outage begins with this
     */
    synchronized boolean failed(String waiting, RegistryUnavailableException fault) {
        long now = nanoTime.getAsLong();
        boolean begins = !lasts;
        if (begins) {
            lasts = true;
            sinceNanos = now;
            loggedNanos = now;
            LOG.atWarn()
                    .addKeyValue("waiting", waiting)
                    .addKeyValue("error", fault.getMessage())
                    .log("schema registry does not answer; waiting for it, nothing is dropped");
        } else if (now - loggedNanos >= REMINDER.toNanos()) {
            loggedNanos = now;
            LOG.atWarn()
                    .addKeyValue("lastingSeconds", seconds(now))
                    .addKeyValue("waiting", waiting)
                    .addKeyValue("error", fault.getMessage())
                    .log("schema registry still does not answer; waiting for it, nothing is dropped");
        }
        return begins;
    }

    /**
     * Notes that the registry answered.
     *
     * @return whether an outage ends with this
     */
    synchronized boolean answered() {
        boolean ends = lasts;
        if (ends) {
            lasts = false;
            LOG.atInfo()
                    .addKeyValue("lastedSeconds", seconds(nanoTime.getAsLong()))
                    .log("schema registry answers again");
        }
        return ends;
    }

    private long seconds(long nowNanos) {
        return Duration.ofNanos(nowNanos - sinceNanos).toSeconds();
    }
}
