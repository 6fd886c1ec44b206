package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.TrainingSample;
import io.tidewatch.learning.TrainingSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the input topic to the training, as production builds it. */
class TrainerTopologyTest {
    private static final long STEP = TestSpecs.STEP_MS;
    private static final long START = 1_600_000_000_000L;
    private static final String SAMPLES = "tidewatch-d-samples-repartition";

    @TempDir
    private Path state;

    private final Random random = new Random(3);
    private final HeldTrainer trainer = new HeldTrainer();

    private TopologyRig rig(Duration retrain) {
        return new TopologyRig(
                TestSpecs.steps(Optional.empty()),
                state,
                new Learning.Trained(
                        new TrainingSchedule(retrain.toMillis()), trainer, () -> null, CompiledScorer::compile));
    }

    private static long at(int step) {
        return START + step * STEP;
    }

    private void feed(TopologyRig rig, int from, int to) {
        for (int step = from; step < to; step++) {
            rig.send("a", at(step), 40 + 2 * random.nextGaussian());
        }
    }

    @Test
    void windowsOfATaskReachTheTrainerWhichBeginsAtTheFirstMomentThatHasEnough() {
        try (TopologyRig rig = rig(Duration.ZERO)) {
            feed(rig, 0, 300);

            assertThat(rig.driver.producedTopicNames()).contains(SAMPLES);
            assertThat(trainer.requests).hasSize(1);
            assertThat(trainer.windows()).hasSize(128);
            List<TrainingSample> windows = trainer.windows();
            assertThat(trainer.requests.get(0).run().untilMs())
                    .isEqualTo(windows.get(127).stepMs());
            assertThat(windows).extracting(TrainingSample::entity).containsOnly("a");
            assertThat(rig.recorder.trainer().running())
                    .isEqualTo(trainer.requests.get(0).run());
            assertThat(rig.recorder.trainer().intake().samples().waiting()).isGreaterThan(50);
        }
        assertThat(trainer.cancelled).isEqualTo(1);
    }

    @Test
    void nextTrainingLearnsUpToTheMomentOfTheScheduleHoweverLongTheOneBeforeTook() {
        try (TopologyRig rig = rig(Duration.ZERO)) {
            feed(rig, 0, 1_000);
            assertThat(trainer.requests).hasSize(1);
            trainer.end();
            rig.pass(Duration.ofSeconds(1));

            assertThat(trainer.requests).hasSize(2);
            assertThat(trainer.windows()).hasSizeBetween(250, 256);
            assertThat(trainer.requests.get(1).run().untilMs()
                            - trainer.requests.get(0).run().untilMs())
                    .isGreaterThanOrEqualTo(128 * STEP);
            assertThat(rig.recorder.trainer().last().outcome()).isInstanceOf(TrainingOutcome.Failed.class);
        }
    }

    @Test
    void modelIsRenewedAfterAFixedEventTimeAndNotWithoutTheSchedule() {
        assertThat(trainings(Duration.ZERO)).isEqualTo(7);
        assertThat(trainings(Duration.ofHours(12))).isEqualTo(8);
        assertThat(trainer.requests.get(7).run().untilMs()
                        - trainer.requests.get(6).run().untilMs())
                .isBetween(
                        Duration.ofHours(12).toMillis(),
                        Duration.ofHours(12).plusMinutes(5).toMillis());
    }

    /** Trainings in 1.7 days of a window each ten seconds: seven doublings, up to 8192, and then half a day. */
    private int trainings(Duration retrain) {
        trainer.requests.clear();
        try (TopologyRig rig = rig(retrain)) {
            rig.recorder.keepsSteps = false;
            int begun = 0;
            for (int step = 0; step < 14_700; step++) {
                feed(rig, step, step + 1);
                if (step % 100 == 0) {
                    // Many windows are read a part at each look.
                    rig.pass(Duration.ofSeconds(1));
                }
                if (trainer.requests.size() > begun) {
                    begun++;
                    trainer.end();
                    rig.pass(Duration.ofSeconds(1));
                }
            }
            return begun;
        }
    }

    @Test
    void windowsOfAnOpenIncidentAreNotLearnedFrom() {
        try (TopologyRig rig = rig(Duration.ZERO)) {
            feed(rig, 0, 400);
            for (int step = 400; step < 440; step++) {
                rig.send("a", at(step), 95 + 2 * random.nextGaussian());
            }
            feed(rig, 440, 460);

            assertThat(rig.alerts()).isNotEmpty();
            long openedMs = rig.recorder.alerts.get(0).getStartedAt().toEpochMilli();
            List<Long> sampled = new java.util.ArrayList<>();
            rig.driver
                    .createOutputTopic(SAMPLES, new ByteArrayDeserializer(), new ToTrainerSerde().deserializer())
                    .readValuesToList()
                    .forEach(message -> {
                        if (message instanceof SampledWindow window) {
                            new io.tidewatch.learning.TrainingSampleFormat(
                                            TestSpecs.steps(Optional.empty()).detector())
                                    .read(window.sample())
                                    .ifPresent(sample -> sampled.add(sample.stepMs()));
                        }
                    });
            assertThat(sampled).contains(openedMs - STEP).doesNotContain(openedMs, openedMs + STEP, at(410));
            assertThat(sampled.stream().filter(ms -> ms > openedMs && ms < at(440)))
                    .hasSizeLessThan(10);
        }
    }
}
