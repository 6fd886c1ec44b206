package io.tidewatch.cli;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.Secrets;
import io.tidewatch.logs.ReadableFault;
import io.tidewatch.series.SeriesException;
import io.tidewatch.topology.FaultInWords;
import java.io.PrintWriter;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.StreamsException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Ends a command that failed with one clear line; the stack trace only when asked for. */
final class Failures implements IExecutionExceptionHandler {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final boolean verbose;

    Failures(boolean verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + ErrorText.of(message(failure)));
        if (verbose) {
            err.print(Secrets.masked(ReadableFault.stackTrace(failure)));
        } else if (failure.getMessage() == null) {
            err.println("Run it again with --verbose to see where.");
        }
        err.flush();
        return misused(failure) ? MISUSED : FAILED;
    }

    /** What a failure says. Kafka's clients say first that something failed, and only in the cause why. */
    private static String message(Throwable failure) {
        if (failure instanceof StreamsException) {
            return FaultInWords.of(failure);
        }
        String own = failure.getMessage();
        StringBuilder message =
                new StringBuilder(own == null ? failure.getClass().getSimpleName() : own);
        Throwable cause = failure instanceof KafkaException ? failure.getCause() : null;
        for (; cause != null; cause = cause.getCause()) {
            String more = cause.getMessage();
            if (more != null && message.indexOf(more) < 0) {
                message.append(": ").append(more);
            }
        }
        return message.toString();
    }

    /** Whether what was given is at fault: the configuration, a client's property in it, a file, an argument. */
    private static boolean misused(Throwable failure) {
        return failure instanceof ConfigException
                || failure instanceof SeriesException
                || failure instanceof IllegalArgumentException
                || failure instanceof org.apache.kafka.common.config.ConfigException
                || (failure instanceof KafkaException
                        && failure.getCause() instanceof org.apache.kafka.common.config.ConfigException);
    }
}
