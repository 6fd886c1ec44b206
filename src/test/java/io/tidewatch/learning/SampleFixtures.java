package io.tidewatch.learning;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.evidence.Deviations;
import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.NetworkTrainer;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.TrainingWindows;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Windows to learn from, made by hand, and networks that answer the same to each. */
final class SampleFixtures {
    static final int STEPS = 8;
    static final long STEP_MS = 10_000;
    static final DetectorSpec SPEC = spec(List.of("x", "y"));

    private SampleFixtures() {}

    static DetectorSpec spec(List<String> features) {
        return new DetectorSpec(
                "d",
                features.stream()
                        .map(name -> new FeatureSpec(name, Aggregate.MEAN))
                        .toList(),
                List.of("region"),
                new StepSpec(STEP_MS, 0, 2 * STEP_MS),
                STEPS,
                ZoneOffset.UTC,
                0.1,
                ModelSpec.DEFAULT);
    }

    /** A window whose cells are normal numbers about a level, in scales of 1 about a median of 0. */
    static TrainingSample sample(String entity, long stepMs, double level) {
        Random random = new Random(31 * entity.hashCode() + stepMs);
        float[] cells = new float[2 * STEPS];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (float) (level + random.nextGaussian());
        }
        return new TrainingSample(
                entity,
                stepMs,
                (STEPS - 1) * STEP_MS,
                stepMs,
                List.of(""),
                new Cells(cells),
                Cells.of(0, 1, 0, 1),
                new Cells(new float[2 * Deviations.reach(STEPS)]));
    }

    /** A trainer whose networks reconstruct each cell as so much. */
    static NetworkTrainer constant(double answer) {
        return (model, windows, start, progress) -> network(windows, answer);
    }

    private static TrainedNetwork network(TrainingWindows windows, double answer) {
        InputLayout layout = windows.layout();
        float[] bias = new float[layout.cells()];
        java.util.Arrays.fill(bias, (float) answer);
        Network network = new Network(
                layout, List.of(new DenseLayer(new float[layout.width()][layout.cells()], bias, Activation.IDENTITY)));
        float[] answers = new float[ProbeAnswers.ROWS * layout.cells()];
        java.util.Arrays.fill(answers, (float) answer);
        return new TrainedNetwork(network, new byte[] {1}, 0.1).withProbe(new ProbeAnswers(layout, answers));
    }

    /** A store on the heap. */
    static final class HeapStore implements SampleStore {
        final Map<SampleKey, byte[]> samples = new TreeMap<>();

        @Override
        public void put(SampleKey key, byte[] sample) {
            samples.put(key, sample);
        }

        @Override
        public byte[] get(SampleKey key) {
            return samples.get(key);
        }

        @Override
        public void delete(SampleKey key) {
            samples.remove(key);
        }

        @Override
        public void forEach(Consumer<SampleKey> action) {
            new ArrayList<>(samples.keySet()).forEach(action);
        }
    }
}
