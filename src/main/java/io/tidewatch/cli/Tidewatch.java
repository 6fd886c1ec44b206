package io.tidewatch.cli;

import io.tidewatch.embedded.EmbeddedBroker;
import java.util.Arrays;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: {@code tidewatch COMMAND}. */
@Command(
        name = "tidewatch",
        description = "Watches Kafka topics for anomalies, with autoencoders that learn what is normal.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            TrainCommand.class,
            GenerateCommand.class,
            RunCommand.class,
            ResetCommand.class,
            ReplayCommand.class,
            AlertsCommand.class,
            ModelsCommand.class,
            BacktestCommand.class,
            EvaluateCommand.class,
            BenchCommand.class,
            PrepareCommand.class,
            BenchWorkerCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Tidewatch {
    private Tidewatch() {}

    public static void main(String[] arguments) {
        ObjectStreams.refuse();
        // Java's own way prints the messages of faults as they are, with whatever a record brought into them.
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> LoggerFactory.getLogger(Tidewatch.class)
                .atError()
                .setCause(fault)
                .addKeyValue("thread", thread.getName())
                .log("thread ended"));
        System.exit(execute(arguments));
    }

    /** Runs a command and returns its exit code: 0 done, 1 failed, 2 used or configured wrongly. */
    static int execute(String... arguments) {
        return commandLine(arguments).execute(arguments);
    }

    /** The parser of the arguments, which it needs beforehand to know how much a failure prints. */
    static CommandLine commandLine(String... arguments) {
        boolean verbose = Arrays.asList(arguments).contains("--verbose");
        CommandLine line = new CommandLine(new Tidewatch());
        // To look for the broker opens every library: only a list of the commands needs to know.
        boolean list = arguments.length == 0 || arguments[0].startsWith("-");
        if (list && !EmbeddedBroker.available()) {
            line.getSubcommands().values().stream()
                    .filter(command -> command.getCommand() instanceof NeedsBroker)
                    .forEach(command -> command.getCommandSpec().usageMessage().hidden(true));
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new Misuse())
                .setExecutionExceptionHandler(new Failures(verbose))
                .setExecutionStrategy(Tidewatch::run)
                .setUsageHelpAutoWidth(true);
    }

    /** Runs what was parsed; picocli would let a request for help hide a word that it did not know. */
    private static int run(ParseResult parsed) {
        if (!parsed.unmatched().isEmpty()) {
            throw new UnmatchedArgumentException(parsed.commandSpec().commandLine(), parsed.unmatched());
        }
        if (parsed.hasSubcommand() && !parsed.subcommand().isUsageHelpRequested()) {
            refuseWithoutBroker(parsed.subcommand().commandSpec().commandLine());
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static void refuseWithoutBroker(CommandLine command) {
        if (command.getCommand() instanceof NeedsBroker && !EmbeddedBroker.available()) {
            throw new ParameterException(
                    command,
                    "needs a Kafka broker of its own, which this installation goes without;"
                            + " use a full one, with lib/dev, as `mvn package` builds it in target/tidewatch");
        }
    }
}
