package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The frame of the commands: help, exit codes, what a failure says. */
class TidewatchTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"demo", "train", "generate", "run", "replay", "alerts", "backtest", "evaluate"})
    void everyCommandHasHelp(String name) {
        CommandRun help = CommandRun.of(name, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).startsWith("Usage: tidewatch " + name).contains("--verbose");
        assertThat(CommandRun.of("--help").out()).contains("  " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show", "activate", "rollback", "publish", "delete", "diff"})
    void everyCommandOfModelsHasHelp(String name) {
        CommandRun help = CommandRun.of("models", name, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .startsWith("Usage: tidewatch models " + name)
                .contains("--config", "--set", "--verbose", "--json");
        assertThat(CommandRun.of("models", "--help").out()).contains("  " + name);
        assertThat(CommandRun.of("--help").out()).contains("  models");
    }

    @Test
    void helpIsACommandToo() {
        assertThat(CommandRun.of("help").out())
                .isEqualTo(CommandRun.of("--help").out());
        assertThat(CommandRun.of("help", "backtest").out()).startsWith("Usage: tidewatch backtest");
    }

    @Test
    void tellsItsVersion() {
        CommandRun version = CommandRun.of("--version");

        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).startsWith("Tidewatch ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runn | tidewatch: unknown command 'runn', did you mean run? | Try 'tidewatch --help'.",
                "run --confg x | tidewatch run: Unknown options: '--confg', 'x' | --config",
                "replay --speed fast x.csv | 'fast' is no speed; write max, realtime, or a multiple such as 60x | --help",
                "replay --speed 0x x.csv | '0x' is no speed | --help",
                "models | tidewatch models: Missing command: one of list, show, activate, rollback, publish | --help",
                "models lst | tidewatch models: unknown command 'lst', did you mean list? | Try 'tidewatch models --help'.",
                "models diff a b --from monday | no time; write for example 2026-01-31 | models diff --help",
                "replay | Missing required parameter: 'FILE' | Try 'tidewatch replay --help'.",
                "backtest x.csv | Missing required option: '--output=DIR' | Try 'tidewatch backtest --help'.",
            })
    void wrongUseIsAnsweredInAFewLinesAndTwo(String arguments, String message, String hint) {
        CommandRun run = CommandRun.of(arguments.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message).contains(hint);
        assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(4);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aConfigurationWithFiveFaultsGivesFiveLinesAndTwo() throws Exception {
        Path file = Files.writeString(directory.resolve("five.yaml"), """
                detector: Orders
                kafka: { bootstrap.servers: localhost }
                schema-registry: { url: "http://localhost:8081" }
                input: { topics: [metrics], features: [{ field: cpu, aggregate: p100 }] }
                window: { step: 10 seconds, quiet-afer: 1m }
                """);

        CommandRun run = CommandRun.of("run", "--config", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(6).first().isEqualTo("tidewatch run: 5 faults in the configuration:");
        assertThat(run.err()).doesNotContain("\tat ");
    }

    @Test
    void theStackTraceComesWithVerboseOnly() {
        String absent = directory.resolve("absent.csv").toString();

        String[] addresses = {"replay", absent, "--topic=t", "--bootstrap=localhost:1", "--registry=http://localhost:1"
        };
        String[] withVerbose = Arrays.copyOf(addresses, addresses.length + 1);
        withVerbose[addresses.length] = "--verbose";

        CommandRun plain = CommandRun.of(addresses);
        CommandRun verbose = CommandRun.of(withVerbose);

        assertThat(plain.exitCode()).isEqualTo(2);
        assertThat(plain.err().lines())
                .singleElement()
                .asString()
                .startsWith("tidewatch replay: " + absent + " is no file");
        assertThat(verbose.exitCode()).isEqualTo(2);
        assertThat(verbose.err()).startsWith(plain.err()).contains("\tat io.tidewatch.");
    }

    @Test
    void alertsWithATopicNeedOnlyAddresses() {
        CommandRun run = CommandRun.of("alerts", "--topic", "t");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("kafka.bootstrap.servers: missing"))
                .anyMatch(line -> line.contains("schema-registry.url: missing"));
    }

    @Test
    void valuesAndLoginsThatOthersQuoteAreNotTold() {
        CommandRun unmatched = CommandRun.of("run", "--registri=http://u:hunter2@host:8081");
        CommandRun refused = CommandRun.of(
                "alerts",
                "--topic",
                "t",
                "--verbose",
                "--bootstrap",
                "localhost:1",
                "--registry",
                "http://localhost:1",
                "--set",
                "kafka.request.timeout.ms=hunter2");

        assertThat(unmatched.err()).contains("http://***@host:8081").doesNotContain("hunter2");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("Invalid value for configuration request.timeout.ms", "\tat ")
                .doesNotContain("hunter2");
    }
}
