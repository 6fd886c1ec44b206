package io.tidewatch.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompiledScorerTest {

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void agreesWithPlainArithmeticOnAnyNetwork(Kernel kernel) {
        for (long seed = 1; seed <= 40; seed++) {
            Network network = RandomNetworks.network(seed);
            Scorer scorer = CompiledScorer.compile(network, kernel);
            int rows = 1 + (int) seed % 9;
            float[] inputs = RandomNetworks.inputs(network, rows, seed + 100);
            float[] outputs = new float[rows * network.layout().cells()];
            scorer.score(inputs, rows, outputs);
            for (int row = 0; row < rows; row++) {
                double[] expected = RandomNetworks.reference(network, inputs, row);
                for (int i = 0; i < expected.length; i++) {
                    assertThat((double) outputs[row * expected.length + i])
                            .as("seed " + seed + " row " + row)
                            .isCloseTo(expected[i], within(1e-5));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void brokenInputsDoNotReachLaterCalls(Kernel kernel) {
        Network network = RandomNetworks.network(11);
        Scorer scorer = CompiledScorer.compile(network, kernel);
        float[] broken = new float[4 * network.layout().width()];
        Arrays.fill(broken, Float.POSITIVE_INFINITY);
        float[] outputs = new float[4 * network.layout().cells()];
        scorer.score(broken, 4, outputs);
        float[] inputs = RandomNetworks.inputs(network, 2, 3);
        float[] fresh = new float[2 * network.layout().cells()];
        CompiledScorer.compile(network, kernel).score(inputs, 2, fresh);
        float[] later = new float[2 * network.layout().cells()];
        scorer.score(inputs, 2, later);
        assertThat(later).isEqualTo(fresh);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activationsAgreeAcrossKernelsAtAnySize(Activation activation) {
        InputLayout layout = new InputLayout(64, 1, 0);
        float[][] identity = new float[layout.width()][64];
        for (int o = 0; o < 64; o++) {
            identity[o][o] = 1;
        }
        Network network = new Network(layout, List.of(new DenseLayer(identity, new float[64], activation)));
        float[] inputs = new float[layout.width()];
        for (int i = 0; i < 64; i++) {
            inputs[i] = (i - 32) * Math.abs(i - 32) / 16f;
        }
        float[] plain = new float[64];
        float[] vector = new float[64];
        CompiledScorer.compile(network, Kernel.PLAIN).score(inputs, 1, plain);
        CompiledScorer.compile(network, Kernel.VECTOR).score(inputs, 1, vector);
        assertThat(plain).containsExactly(vector, within(1e-6f));
    }

    @Test
    void withoutTheVectorModuleThePlainKernelIsTaken() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), PrintsKernel.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).contains("plain Java 2.0");
    }

    /** Tells the kernel and one answer. */
    static final class PrintsKernel {
        public static void main(String[] args) {
            float[][] weights = {{2}, {0}};
            Network network = new Network(
                    new InputLayout(1, 1, 0), List.of(new DenseLayer(weights, new float[1], Activation.IDENTITY)));
            float[] answer = new float[1];
            CompiledScorer.compile(network).score(new float[] {1, 1}, 1, answer);
            System.out.println(CompiledScorer.kernel() + " " + answer[0]);
        }
    }

    @Test
    void tanhIsWithinTwoTenMillionths() {
        for (float x = -12; x < 12; x += 1e-3f) {
            assertThat((double) Tanh.of(x)).isCloseTo(Math.tanh(x), within(2e-7));
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void manyThreadsShareOne(Kernel kernel) throws Exception {
        Network network = RandomNetworks.network(42);
        Scorer scorer = CompiledScorer.compile(network, kernel);
        float[] inputs = RandomNetworks.inputs(network, 3, 1);
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

    /** Until the JIT compiler has seen the code often enough, each vector is an object. */
    @ParameterizedTest
    @EnumSource(Kernel.class)
    void allocatesNothingPerCallOnceCompiled(Kernel kernel) {
        Network network = RandomNetworks.network(7);
        Scorer scorer = CompiledScorer.compile(network, kernel);
        float[] inputs = RandomNetworks.inputs(network, 5, 1);
        float[] outputs = new float[5 * network.layout().cells()];
        await().atMost(Duration.ofMinutes(1))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(allocated(() -> scorer.score(inputs, 5, outputs)))
                        .isLessThan(1_000));
    }

    /** Bytes allocated by 1,000 runs. */
    private static long allocated(Runnable run) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
            run.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void tooShortArraysAreRefused() {
        Network network = RandomNetworks.network(3);
        assertThatThrownBy(() -> CompiledScorer.compile(network).score(new float[1], 1, new float[1]))
                .hasMessageContaining("too short");
    }
}
