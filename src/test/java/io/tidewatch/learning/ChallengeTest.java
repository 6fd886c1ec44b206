package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.model.HeldOut;
import io.tidewatch.model.ModelArtifact;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    private static final long START = 1_600_000_000_000L;

    /** Windows about a level, one a step; the last ones about another. */
    private static TrainingSet windows(int count, int lastFrom, double level) {
        List<TrainingSample> samples = IntStream.range(0, count)
                .mapToObj(
                        i -> SampleFixtures.sample("a", START + i * SampleFixtures.STEP_MS, i >= lastFrom ? level : 0))
                .toList();
        return TrainingSet.of(SampleFixtures.SPEC, samples);
    }

    private static ModelTraining training(double answer) {
        return new ModelTraining(SampleFixtures.SPEC, SampleFixtures.constant(answer), CompiledScorer::compile);
    }

    private static TrainingResult challenge(double answer, TrainingSet windows, ModelArtifact active) {
        ModelTraining training = training(answer);
        return training.challenge(training.prepare(windows), active, 7, done -> {});
    }

    private static ModelArtifact model(double answer, TrainingSet windows) {
        ModelTraining training = training(answer);
        return training.train(training.prepare(windows), null, 7, done -> {});
    }

    @Test
    void firstModelHasNobodyToBeHeldAgainst() {
        TrainingResult result = challenge(0, windows(128, 128, 0), null);
        assertThat(result).isInstanceOf(TrainingResult.Won.class);
        assertThat(result.heldOut().windows()).isEqualTo(32);
        assertThat(result.heldOut().compared()).isFalse();
        assertThat(result.heldOut().challengerError()).isBetween(0.8, 1.2);
    }

    @Test
    void challengerThatIsWorseOnTheNewestWindowsLoses() {
        TrainingResult result = challenge(1, windows(400, 400, 0), model(0, windows(200, 200, 0)));
        assertThat(result).isInstanceOf(TrainingResult.Lost.class);
        assertThat(result.heldOut().challengerError())
                .isGreaterThan(1.5 * result.heldOut().activeError());
    }

    @Test
    void challengerThatIsAsGoodWinsAndItsProvenanceSaysHowBothDid() {
        TrainingResult result = challenge(0.1, windows(400, 400, 0), model(0, windows(200, 200, 0)));
        assertThat(result).isInstanceOfSatisfying(TrainingResult.Won.class, won -> {
            HeldOut heldOut = won.model().provenance().heldOut();
            assertThat(heldOut.windows()).isEqualTo(100);
            assertThat(heldOut.activeError()).isBetween(0.8, 1.2);
            assertThat(heldOut.challengerError()).isBetween(0.8, 1.2);
        });
    }

    @Test
    void onlyWindowsNewerThanTheActiveModelsTrainingCountWhereTheyAreEnough() {
        // Of the newest quarter, 70 windows are newer than the training, and of another level.
        TrainingSet windows = windows(400, 330, 3);
        TrainingResult newer = challenge(3, windows, model(0, windows(330, 330, 0)));
        assertThat(newer.heldOut().windows()).isEqualTo(70);
        assertThat(newer.heldOut().activeError()).isGreaterThan(5);
        TrainingResult tooFew = challenge(3, windows, model(0, windows(337, 337, 0)));
        assertThat(tooFew.heldOut().windows()).isEqualTo(100);
    }

    @Test
    void versionIsThatOfTheContentWhateverItWasHeldAgainst() {
        TrainingSet windows = windows(400, 400, 0);
        TrainingResult alone = challenge(0, windows, null);
        TrainingResult beside = challenge(0, windows, model(0.5, windows(200, 200, 0)));
        assertThat(((TrainingResult.Won) beside).model().version())
                .isEqualTo(((TrainingResult.Won) alone).model().version());
    }
}
