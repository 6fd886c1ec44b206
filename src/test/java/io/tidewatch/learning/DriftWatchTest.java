package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.model.ModelArtifact;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

class DriftWatchTest {
    private static final long HOUR = 3_600_000;
    private static final long START = 1_600_041_600_000L;
    private static final int TRAINED_HOURS = 24;

    private final SampleFixtures.HeapStore store = new SampleFixtures.HeapStore();
    private final Reservoir reservoir = new Reservoir(20_000, store);
    private final DriftWatch watch = new DriftWatch(new DriftTest(SampleFixtures.SPEC, CompiledScorer::compile));
    private final TrainingSampleFormat format = new TrainingSampleFormat(SampleFixtures.SPEC);

    private List<TrainingSample> read(List<SampleKey> keys) {
        return keys.stream()
                .map(key -> format.read(store.get(key)).orElseThrow())
                .toList();
    }

    /** Hours after the training at which drift is found, windows of three entities each five minutes. */
    private List<Integer> found(LongToDoubleFunction levelAt, int hours) {
        List<TrainingSample> trained = new ArrayList<>();
        ModelArtifact active = null;
        List<Integer> found = new ArrayList<>();
        for (int step = 0; step < (TRAINED_HOURS + hours) * 12; step++) {
            long atMs = START + step * (HOUR / 12);
            for (int e = 0; e < 3; e++) {
                TrainingSample sample = SampleFixtures.sample("e" + e, atMs, levelAt.applyAsDouble(atMs));
                reservoir.add(new SampleKey(atMs, atMs, sample.entity()), format.write(sample));
                reservoir.take();
                trained.add(sample);
            }
            if (step == TRAINED_HOURS * 12 - 1) {
                ModelTraining training =
                        new ModelTraining(SampleFixtures.SPEC, SampleFixtures.constant(0), CompiledScorer::compile);
                active = training.train(
                        training.prepare(TrainingSet.of(SampleFixtures.SPEC, trained)), null, 0, done -> {});
            }
            if (active != null && watch.at(atMs, () -> 80_000, reservoir, active, this::read)) {
                found.add((step - TRAINED_HOURS * 12) / 12);
            }
        }
        return found;
    }

    private static double rhythm(long atMs) {
        return 2 * Math.sin(2 * Math.PI * atMs / (24.0 * HOUR));
    }

    @Test
    void rhythmOfTheDayIsNoDrift() {
        assertThat(found(DriftWatchTest::rhythm, 48)).isEmpty();
        assertThat(watch.latest()).extracting(Drift::of).containsExactly("x", "y", "window-error");
        assertThat(watch.latest())
                .allSatisfy(drift -> assertThat(drift.distance()).isLessThan(0.2));
    }

    @Test
    void shiftIsFoundAtTheSecondLookThatSeesIt() {
        long shiftMs = START + (TRAINED_HOURS + 6) * HOUR;
        List<Integer> found = found(atMs -> rhythm(atMs) + (atMs >= shiftMs ? 3 : 0), 12);
        assertThat(found).isNotEmpty();
        assertThat(found.get(0)).isBetween(7, 11);
    }

    @Test
    void tooFewWindowsSayNothing() {
        assertThat(found(atMs -> atMs >= START + TRAINED_HOURS * HOUR ? 9 : 0, 0))
                .isEmpty();
        assertThat(watch.latest()).isEmpty();
    }
}
