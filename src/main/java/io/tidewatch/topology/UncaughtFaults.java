package io.tidewatch.topology;

import io.tidewatch.topology.state.DamagedStateException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a stream thread's death means: what passes by itself gets a new thread, which reads on from the last
 * commit; a bug, or a setting that cannot work, ends the application.
 */
public final class UncaughtFaults implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(UncaughtFaults.class);

    private final OutputLimits limits;
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();

    /** @param limits of the topics written to */
    UncaughtFaults(OutputLimits limits) {
        this.limits = limits;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoppedException) {
                LOG.atInfo().log("stream thread gave up waiting, for the process stops");
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            if (cause instanceof RegistryAwayException) {
                // RegistryOutage has logged it. Streams lets the thread die of the fault, and Java would print it.
                Thread.currentThread().setUncaughtExceptionHandler((thread, fault) -> {});
                LOG.atDebug().addKeyValue("error", cause.getMessage()).log("stream thread is replaced");
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            if (cause instanceof RetriableException
                    || cause instanceof DamagedStateException
                    || cause instanceof CorruptedTasksException
                    || limits.heeded(cause)) {
                LOG.atWarn().addKeyValue("error", cause.getMessage()).log("stream thread is replaced");
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
        }
        fatal.compareAndSet(null, exception);
        LOG.atError().setCause(exception).log("stream thread failed; the process cannot go on");
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** The first fault that ended the application; empty while there is none. */
    Optional<Throwable> fatal() {
        return Optional.ofNullable(fatal.get());
    }
}
