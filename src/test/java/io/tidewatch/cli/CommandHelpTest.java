package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request for help answers, whatever else stands on the line. */
class CommandHelpTest {

    @ParameterizedTest
    @ValueSource(strings = {"runn", "runn --help", "runn -h", "runn --version", "runn run --help", "runn help"})
    void unknownCommandIsAMistakeAlsoWhenHelpIsAskedFor(String arguments) {
        CommandRun run = CommandRun.of(arguments.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly("tidewatch: unknown command 'runn', did you mean run?", "Try 'tidewatch --help'.");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void unknownCommandThatIsLikeNoOtherGetsNoSuggestion() {
        assertThat(CommandRun.of("ooo", "--help").err())
                .startsWith("tidewatch: unknown command 'ooo'")
                .doesNotContain("did you mean");
    }

    @Test
    void unknownOptionIsAMistakeAlsoWhenHelpIsAskedFor() {
        CommandRun run = CommandRun.of("--bogus", "--help");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("tidewatch: Unknown option: '--bogus'");
    }

    @Test
    void helpOfACommandIsPrintedEitherWay() {
        CommandRun option = CommandRun.of("run", "--help");
        CommandRun command = CommandRun.of("help", "run");

        assertThat(option.exitCode()).isZero();
        assertThat(command.exitCode()).isZero();
        assertThat(option.out()).startsWith("Usage: tidewatch run").isEqualTo(command.out());
        assertThat(option.err()).isEmpty();
    }
}
