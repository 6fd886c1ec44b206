package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.SineWindows;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.training.Dl4jScorer;
import io.tidewatch.model.training.Dl4jTrainer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledScorerTest {

    private static Network random(long seed) {
        Random random = new Random(seed);
        InputLayout layout = new InputLayout(4 + random.nextInt(20), 1 + random.nextInt(5), random.nextInt(9));
        List<DenseLayer> layers = new ArrayList<>();
        int width = layout.width();
        int hidden = 1 + random.nextInt(3);
        for (int l = 0; l <= hidden; l++) {
            int outputs = l == hidden ? layout.cells() : 1 + random.nextInt(70);
            float[][] weights = new float[width][outputs];
            for (float[] row : weights) {
                for (int o = 0; o < outputs; o++) {
                    row[o] = (float) (random.nextGaussian() / Math.sqrt(width));
                }
            }
            float[] bias = new float[outputs];
            for (int o = 0; o < outputs; o++) {
                bias[o] = (float) random.nextGaussian();
            }
            layers.add(new DenseLayer(weights, bias, Activation.values()[random.nextInt(Activation.values().length)]));
            width = outputs;
        }
        return new Network(layout, layers);
    }

    private static float[] inputs(Network network, int rows, long seed) {
        Random random = new Random(seed);
        float[] inputs = new float[rows * network.layout().width()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextInt(4) == 0 ? 0 : (float) random.nextGaussian();
        }
        return inputs;
    }

    private static double[] reference(Network network, float[] inputs, int row) {
        double[] x = new double[network.layout().width()];
        for (int i = 0; i < x.length; i++) {
            x[i] = inputs[row * x.length + i];
        }
        for (DenseLayer layer : network.layers()) {
            double[] y = new double[layer.outputs()];
            for (int o = 0; o < y.length; o++) {
                double sum = layer.bias(o);
                for (int i = 0; i < x.length; i++) {
                    sum += x[i] * layer.weight(i, o);
                }
                y[o] = switch (layer.activation()) {
                    case IDENTITY -> sum;
                    case TANH -> Math.tanh(sum);
                    case RELU -> Math.max(0, sum);
                    case SIGMOID -> 1 / (1 + Math.exp(-sum));
                };
            }
            x = y;
        }
        return x;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void agreesWithPlainArithmeticOnAnyNetwork(long seed) {
        Network network = random(seed);
        int rows = 5;
        float[] inputs = inputs(network, rows, seed + 100);
        float[] outputs = new float[rows * network.layout().cells()];
        CompiledScorer.compile(network).score(inputs, rows, outputs);
        for (int row = 0; row < rows; row++) {
            double[] expected = reference(network, inputs, row);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) outputs[row * expected.length + i]).isCloseTo(expected[i], within(1e-5));
            }
        }
    }

    @Test
    void agreesWithTheLibraryThatTrained() {
        InputLayout layout = new InputLayout(16, 2, 2);
        ModelSpec spec = new ModelSpec(ModelKind.AUTOENCODER, List.of(), 3, 64, 3e-3, 5);
        TrainedNetwork trained = new Dl4jTrainer().train(spec, SineWindows.of(layout, 200, 4), null, done -> {});
        float[] inputs = inputs(trained.network(), 7, 9);
        float[] compiled = new float[7 * layout.cells()];
        float[] library = new float[7 * layout.cells()];
        CompiledScorer.compile(trained.network()).score(inputs, 7, compiled);
        new Dl4jScorer(trained).score(inputs, 7, library);
        assertThat(compiled).containsExactly(library, within(1e-5f));
    }

    @Test
    void tanhIsWithinFourTenMillionths() {
        for (float x = -12; x < 12; x += 1e-3f) {
            assertThat((double) CompiledScorer.tanh(x)).isCloseTo(Math.tanh(x), within(4e-7));
        }
    }

    @Test
    void manyThreadsShareOne() throws Exception {
        Network network = random(42);
        Scorer scorer = CompiledScorer.compile(network);
        float[] inputs = inputs(network, 3, 1);
        float[] expected = new float[3 * network.layout().cells()];
        scorer.score(inputs, 3, expected);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(threads.submit(() -> {
                    float[] outputs = new float[expected.length];
                    scorer.score(inputs, 3, outputs);
                    return outputs;
                }));
            }
            for (Future<float[]> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void allocatesNothingPerCall() {
        Network network = random(7);
        Scorer scorer = CompiledScorer.compile(network);
        float[] inputs = inputs(network, 4, 1);
        float[] outputs = new float[4 * network.layout().cells()];
        scorer.score(inputs, 4, outputs);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
            scorer.score(inputs, 4, outputs);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
    }

    @Test
    void tooShortArraysAreRefused() {
        Network network = random(3);
        assertThatThrownBy(() -> CompiledScorer.compile(network).score(new float[1], 1, new float[1]))
                .hasMessageContaining("too short");
    }
}
