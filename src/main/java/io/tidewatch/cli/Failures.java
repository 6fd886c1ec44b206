package io.tidewatch.cli;

import io.tidewatch.config.ConfigException;
import io.tidewatch.evaluation.SeriesException;
import java.io.PrintWriter;
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
        String message = failure.getMessage();
        err.println("tidewatch " + command.getCommandName() + ": "
                + (message == null ? failure.getClass().getSimpleName() : message));
        if (verbose) {
            failure.printStackTrace(err);
        } else if (message == null) {
            err.println("Run it again with --verbose to see where.");
        }
        err.flush();
        return failure instanceof ConfigException || failure instanceof SeriesException ? MISUSED : FAILED;
    }
}
