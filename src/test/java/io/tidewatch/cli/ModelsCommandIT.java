package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.model.catalog.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models from training to rollback, with the commands alone. */
class ModelsCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final int SPIKE = 380;

    private static EmbeddedBroker broker;
    private static EmbeddedRegistry registry;

    @TempDir
    private static Path directory;

    private static Path series;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start();
        registry = EmbeddedRegistry.start();
        Random random = new Random(3);
        StringBuilder rows = new StringBuilder("timestamp,cpu\n");
        for (int minute = 0; minute < 400; minute++) {
            double value = minute == SPIKE ? 90 : 20 + 5 * Math.sin(minute / 5.0) + random.nextGaussian();
            rows.append(START + minute * 60_000L).append(String.format(Locale.ROOT, ",%.3f%n", value));
        }
        series = Files.writeString(directory.resolve("web.csv"), rows);
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    /** A detector of its own for each test. */
    private record Commands(String detector, String brokers, List<String> more) {
        private CommandRun run(String... arguments) {
            List<String> all = new ArrayList<>(List.of(arguments));
            all.addAll(List.of(
                    "--bootstrap=" + brokers,
                    "--registry=" + registry.url(),
                    "--set=detector=" + detector,
                    "--set=input.topics=" + detector + ".in",
                    "--set=input.time=timestamp",
                    "--set=input.features=cpu",
                    "--set=window.step=1m",
                    "--set=model.epochs=2",
                    "--set=model.directory=" + directory.resolve(detector)));
            all.addAll(more);
            return CommandRun.of(all.toArray(String[]::new));
        }

        private JsonNode json(String... arguments) throws Exception {
            CommandRun run = run(arguments);
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            return JSON.readTree(run.out());
        }

        private String train(int seed, int rows) throws Exception {
            return json("train", "--json", "--set=model.seed=" + seed, "--rows=" + rows, series.toString())
                    .get("version")
                    .asText();
        }

        private String active() throws Exception {
            return json("models", "list", "--json").get("active").get("version").asText();
        }
    }

    private static Commands of(String detector, String... more) {
        return new Commands(detector, broker.bootstrapServers(), List.of(more));
    }

    @Test
    void versionsAreListedShownActivatedAndRolledBack() throws Exception {
        Commands commands = of("whole");
        String first = commands.train(1, 300);
        String second = commands.train(2, 300);
        assertThat(commands.active()).isEqualTo(second);

        List<String> list = commands.run("models", "list").lines();
        assertThat(list.get(1)).startsWith("* " + second).contains("windows of 1 entity, 2026-01-01T00:31:00Z to");
        assertThat(list.get(2)).startsWith("  " + first);
        assertThat(list.get(3)).startsWith("active: " + second).endsWith("; before it " + first);

        assertThat(commands.run("models", "show", first.substring(0, 6)).lines())
                .contains("version       " + first)
                .anyMatch(line -> line.startsWith("features") && line.endsWith("cpu (mean)"))
                .anyMatch(line -> line.startsWith("sha256"));

        CommandRun back = commands.run("models", "rollback");
        assertThat(back.out()).startsWith("model " + first + " is active in topic whole.models; before it " + second);
        assertThat(commands.active()).isEqualTo(first);
        CommandRun further = commands.run("models", "rollback");
        assertThat(further.exitCode()).isEqualTo(2);
        assertThat(further.err()).contains("tidewatch models rollback: ", "active before " + first, second);

        assertThat(commands.json("models", "activate", "--json", second.substring(0, 5))
                        .get("previous")
                        .asText())
                .isEqualTo(first);
        CommandRun active = commands.run("models", "delete", second);
        assertThat(active.exitCode()).isEqualTo(2);
        assertThat(active.err()).contains("is active; activate another one first");
        assertThat(commands.json("models", "delete", "--json", first)
                        .get("deleted")
                        .asText())
                .isEqualTo(first);
        assertThat(commands.json("models", "list", "--json").get("versions")).hasSize(1);
    }

    @Test
    void versionThatIsNotThereIsAnsweredWithThoseThatAre() throws Exception {
        Commands commands = of("unknown");
        CommandRun none = commands.run("models", "list");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("tidewatch models list: Topic unknown.models does not exist");
        String version = commands.train(1, 300);

        char last = version.charAt(11) == '0' ? '1' : '0';
        CommandRun misspelt = commands.run("models", "activate", version.substring(0, 11) + last);
        assertThat(misspelt.exitCode()).isEqualTo(2);
        assertThat(misspelt.err()).contains("did you mean " + version + "?");
        CommandRun other = commands.run("models", "show", "latest");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("topic unknown.models has no version 'latest'; it has " + version);
    }

    @Test
    void fileIsPublishedAndActivatedOnlyWhenAskedFor() throws Exception {
        Commands commands = of("filed");
        Path file = directory.resolve("filed.zip");
        CommandRun train = commands.run("train", "--output=" + file, "--rows=300", series.toString());
        assertThat(train.err()).isEmpty();
        assertThat(train.lines().get(train.lines().size() - 1)).startsWith("written to " + file);

        CommandRun published = commands.run("models", "publish", file.toString());
        assertThat(published.err()).isEmpty();
        assertThat(published.out()).contains("is in topic filed.models, not active yet");
        assertThat(commands.run("models", "list").out()).contains("no version is active");
        assertThat(commands.run("models", "publish", "--activate", file.toString())
                        .out())
                .contains("is active in topic filed.models");
        assertThat(commands.json("models", "list", "--json").get("versions")).hasSize(1);

        CommandRun unfit = commands.run("models", "publish", file.toString(), "--set=window.steps=16");
        assertThat(unfit.exitCode()).isEqualTo(1);
        assertThat(unfit.err()).contains("was trained for windows of 32 steps");
    }

    @Test
    void trainingWithoutABrokerNeedsAFileAndSaysSoBeforeIt() throws Exception {
        Path file = directory.resolve("alone.zip");
        List<String> impatient =
                List.of("--set=kafka.request.timeout.ms=500", "--set=kafka.default.api.timeout.ms=800");
        Commands commands = new Commands("alone", "127.0.0.1:1", impatient);

        CommandRun refused =
                commands.run("train", directory.resolve("absent.csv").toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("does not answer", "give --output FILE");
        CommandRun written = commands.run("train", "--output=" + file, "--rows=300", series.toString());
        assertThat(written.err()).isEmpty();
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void onlyModelsOfTrustedKeysAreUsed() throws Exception {
        KeyPair ours = TestModels.keys("Ed25519");
        Path signing = Files.writeString(directory.resolve("signing.pem"), TestModels.privatePem(ours));
        Path trusted = Files.writeString(directory.resolve("trusted.pem"), TestModels.publicPem(ours));
        String unsigned = of("signed").train(1, 300);
        Commands commands =
                of("signed", "--set=model.signing-key=" + signing, "--set=model.trusted-keys=[" + trusted + "]");
        String signed = commands.train(2, 300);

        CommandRun refused = commands.run("models", "activate", unsigned);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("model " + unsigned + " of topic signed.models is refused: it is not signed");
        JsonNode versions = commands.json("models", "list", "--json").get("versions");
        assertThat(versions.get(0).get("version").asText()).isEqualTo(signed);
        assertThat(versions.get(0).get("keyId").asText()).hasSize(16);
        assertThat(versions.get(1).get("refused").asText()).contains("it is not signed");
        assertThat(commands.run("models", "rollback").err()).contains("it is not signed");
        assertThat(commands.active()).isEqualTo(signed);

        CommandRun noKey = of("signed", "--set=model.signing-key=" + directory.resolve("absent.pem"))
                .run("models", "list");
        assertThat(noKey.exitCode()).isEqualTo(2);
        assertThat(noKey.err()).contains("model.signing-key: ", "which does not exist");
    }

    @Test
    void diffListsTheIncidentsThatOneModelHasAndTheOtherNot() throws Exception {
        Commands commands = of("differ");
        CommandRun replay = CommandRun.of(
                "replay",
                series.toString(),
                "--topic=differ.in",
                "--bootstrap=" + broker.bootstrapServers(),
                "--registry=" + registry.url());
        assertThat(replay.exitCode()).as(replay.err()).isZero();
        String before = commands.train(1, 300);
        // It has learned from the spike as normal data, so that it does not score it.
        String after = commands.train(1, 400);

        JsonNode diff = commands.json("models", "diff", "--json", before, after);
        assertThat(diff.get("a").asText()).isEqualTo(before);
        assertThat(diff.get("gained")).isEmpty();
        assertThat(diff.get("lost")).hasSize(1);
        assertThat(diff.get("lost").get(0).get("startedAt").asText())
                .isEqualTo(Instant.ofEpochMilli(START + SPIKE * 60_000L).toString());
        CommandRun reverse = commands.run("models", "diff", after, before);
        assertThat(reverse.lines().get(0))
                .isEqualTo(before + " compared with " + after + ": 1 incident gained, 0 lost, 0 moved, 0 the same");
        assertThat(reverse.lines().get(1)).startsWith("gained  2026-01-01T06:20:00Z");
        assertThat(commands.json("models", "diff", "--json", before, before)
                        .get("same")
                        .asInt())
                .isEqualTo(1);
        assertThat(commands.json("models", "diff", "--json", before, after, "--from=2026-01-01T07:00:00Z")
                        .get("lost"))
                .isEmpty();
        assertThat(commands.json("models", "diff", "--json", before, after, "--to=2026-01-01T06:00:00Z")
                        .get("lost"))
                .isEmpty();
    }
}
