package io.tidewatch.model.training;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.SineWindows;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.TrainingWindows;
import io.tidewatch.scoring.CompiledScorer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Measures training and scoring, to be run by hand on the test class path, once with {@code --add-modules
 * jdk.incubator.vector} and once without; {@code OMP_NUM_THREADS=1}.
 */
final class ModelBenchmark {
    private static final int WINDOWS = 20_000;
    private static final int REPEATS = 30;
    private static final int ROWS_PER_REPEAT = 6_400;

    private ModelBenchmark() {}

    public static void main(String[] args) {
        long start = System.nanoTime();
        Nd4j.zeros(1).close();
        System.out.printf("native library loaded in %.2f s; kernel: %s%n", seconds(start), CompiledScorer.kernel());
        for (int features : new int[] {1, 8}) {
            InputLayout layout = new InputLayout(32, features, 5);
            TrainedNetwork trained = train(layout);
            time("compiled", CompiledScorer.compile(trained.network()));
            time("library", new Dl4jScorer(trained));
        }
    }

    private static TrainedNetwork train(InputLayout layout) {
        TrainingWindows windows = SineWindows.of(layout, WINDOWS, 1);
        ModelSpec brief = new ModelSpec(ModelKind.AUTOENCODER, List.of(), 1, 128, 3e-3, 7);
        new Dl4jTrainer().train(brief, windows, null, done -> {});
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long start = System.nanoTime();
        TrainedNetwork trained = new Dl4jTrainer().train(ModelSpec.DEFAULT, windows, null, done -> {});
        double cpuSeconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9;
        double shown = (double) Dl4jTrainer.MOST_GRADIENT_STEPS * ModelSpec.DEFAULT.batch();
        System.out.printf(
                "%s %s: %d windows trained in %.1f s, %.1f s of the processor (%.0f windows shown per second of it)%n",
                layout, widths(trained.network()), WINDOWS, seconds(start), cpuSeconds, shown / cpuSeconds);
        return trained;
    }

    private static List<Integer> widths(Network network) {
        return network.layers().stream().map(layer -> layer.outputs()).toList();
    }

    private static void time(String name, Scorer scorer) {
        InputLayout layout = scorer.layout();
        Random random = new Random(1);
        for (int rows : new int[] {1, 4, 32}) {
            float[] inputs = new float[rows * layout.width()];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = (float) random.nextGaussian();
            }
            float[] outputs = new float[rows * layout.cells()];
            double best = Double.MAX_VALUE;
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                long start = System.nanoTime();
                for (int done = 0; done < ROWS_PER_REPEAT; done += rows) {
                    scorer.score(inputs, rows, outputs);
                }
                best = Math.min(best, seconds(start) / ROWS_PER_REPEAT);
            }
            System.out.printf("  %-8s batch %2d: %.2f µs per row%n", name, rows, best * 1e6);
        }
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }
}
