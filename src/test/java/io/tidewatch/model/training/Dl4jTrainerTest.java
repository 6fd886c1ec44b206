package io.tidewatch.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.SineWindows;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.TrainingWindows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jTrainerTest {
    private static final InputLayout LAYOUT = new InputLayout(16, 2, 2);
    private static final TrainingWindows WINDOWS = SineWindows.of(LAYOUT, 400, 1);

    private static ModelSpec epochs(int epochs) {
        return new ModelSpec(ModelKind.AUTOENCODER, List.of(), epochs, 64, 3e-3, 5);
    }

    private static TrainedNetwork train(int epochs) {
        return new Dl4jTrainer().train(epochs(epochs), WINDOWS, null, done -> {});
    }

    @Test
    void lossFallsWithTraining() {
        assertThat(train(60).loss()).isLessThan(0.5 * train(2).loss());
    }

    @Test
    void sameSeedGivesTheSameBytesAndAnotherSeedDoesNot() throws IOException {
        ModelSpec other = new ModelSpec(ModelKind.AUTOENCODER, List.of(), 4, 64, 3e-3, 6);
        byte[] first = train(4).dl4jZip();
        assertThat(train(4).dl4jZip()).isEqualTo(first);
        assertThat(new Dl4jTrainer().train(other, WINDOWS, null, done -> {}).dl4jZip())
                .isNotEqualTo(first);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(first))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getTimeLocal().getYear()).as(entry.getName()).isEqualTo(2000);
            }
        }
    }

    @Test
    void hiddenStepsOfUnseenWindowsAreFilledIn() {
        TrainedNetwork trained = train(80);
        TrainingWindows unseen = SineWindows.of(LAYOUT, 100, 77);
        float[] row = new float[LAYOUT.width()];
        float[] out = new float[LAYOUT.cells()];
        double error = 0;
        double power = 0;
        for (int w = 0; w < unseen.size(); w++) {
            for (int i = 0; i < LAYOUT.cells(); i++) {
                boolean hidden = i >= LAYOUT.cell(LAYOUT.steps() - 3, 0);
                row[i] = hidden ? 0 : unseen.cell(w, i);
                row[LAYOUT.cells() + i] = hidden ? 0 : 1;
            }
            for (int i = 0; i < LAYOUT.side(); i++) {
                row[LAYOUT.sideAt(i)] = unseen.side(w, i);
            }
            CompiledScorer.compile(trained.network()).score(row, 1, out);
            for (int i = LAYOUT.cell(LAYOUT.steps() - 3, 0); i < LAYOUT.cells(); i++) {
                error += Math.pow(unseen.cell(w, i) - out[i], 2);
                power += Math.pow(unseen.cell(w, i), 2);
            }
        }
        assertThat(error / power).as("unexplained share of the hidden steps").isLessThan(0.15);
    }

    @Test
    void trainingGoesOnFromAModel() {
        TrainedNetwork first = train(20);
        TrainedNetwork next = new Dl4jTrainer().train(epochs(1), WINDOWS, first, done -> {});
        assertThat(next.loss()).isLessThan(0.5 * train(1).loss());
    }

    @Test
    void missingCellsTeachNothing() {
        TrainingWindows holes = new TrainingWindows(LAYOUT);
        Random random = new Random(3);
        for (int w = 0; w < WINDOWS.size(); w++) {
            float[] cells = new float[LAYOUT.cells()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = random.nextInt(10) == 0 ? Float.NaN : WINDOWS.cell(w, i);
            }
            holes.add(cells, new float[] {WINDOWS.side(w, 0), WINDOWS.side(w, 1)});
        }
        assertThat(new Dl4jTrainer().train(epochs(20), holes, null, done -> {}).loss())
                .isFinite()
                .isLessThan(0.5);
    }

    @Test
    void progressIsToldUpToOne() {
        List<Double> told = new ArrayList<>();
        new Dl4jTrainer().train(epochs(3), WINDOWS, null, told::add);
        assertThat(told).isSorted().startsWith(0.0).endsWith(1.0);
    }

    @Test
    void gradientOfTheNetworkAgreesWithFiniteDifferences() {
        InputLayout layout = new InputLayout(6, 2, 1);
        TrainingWindows windows = SineWindows.of(layout, 8, 2);
        MaskedBatch batch = new MaskedBatch(layout, 8);
        Random random = new Random(1);
        for (int row = 0; row < 8; row++) {
            batch.fill(row, windows, row, random);
        }
        MultiLayerConfiguration configuration = DenseAutoencoder.configuration(
                new ModelSpec(ModelKind.AUTOENCODER, List.of(5, 3), 1, 8, 3e-3, 2), layout);
        configuration.setDataType(DataType.DOUBLE);
        MultiLayerNetwork net = new MultiLayerNetwork(configuration);
        net.init();
        net.setInput(
                Nd4j.createFromArray(batch.inputs).reshape(8, layout.width()).castTo(DataType.DOUBLE));
        net.setLabels(Nd4j.createFromArray(batch.labels)
                .reshape(8, 2L * layout.cells())
                .castTo(DataType.DOUBLE));
        net.computeGradientAndScore();
        INDArray gradient = net.gradient().gradient().dup();
        INDArray parameters = net.params();
        double step = 1e-5;
        for (long i = 0; i < parameters.length(); i += 3) {
            double at = parameters.getDouble(i);
            parameters.putScalar(i, at + step);
            net.computeGradientAndScore();
            double up = net.score();
            parameters.putScalar(i, at - step);
            net.computeGradientAndScore();
            double down = net.score();
            parameters.putScalar(i, at);
            // The score is of one window, and holds the weight decay, which the updater adds to the gradient.
            assertThat(gradient.getDouble(i) / 8 + 1e-5 * at * (isWeight(net, i) ? 1 : 0))
                    .as("parameter " + i)
                    .isCloseTo((up - down) / (2 * step), within(1e-7));
        }
    }

    /** Parameters stand layer by layer, weights before biases. */
    private static boolean isWeight(MultiLayerNetwork net, long parameter) {
        long from = 0;
        for (int l = 0; l < net.getnLayers(); l++) {
            long weights = net.getLayer(l).getParam("W").length();
            if (parameter < from + weights) {
                return true;
            }
            from += weights + net.getLayer(l).getParam("b").length();
            if (parameter < from) {
                return false;
            }
        }
        throw new IllegalArgumentException("no parameter " + parameter);
    }

    @Test
    void gradientOfTheLossAgreesWithFiniteDifferences() {
        Random random = new Random(8);
        double[][] pre = new double[3][5];
        double[][] labels = new double[3][10];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 5; c++) {
                pre[r][c] = 2 * random.nextGaussian();
                labels[r][c] = 2 * random.nextGaussian();
                labels[r][5 + c] = random.nextInt(3) * 2.5;
            }
        }
        WeightedHuberLoss loss = new WeightedHuberLoss();
        ActivationTanH tanh = new ActivationTanH();
        try (INDArray label = Nd4j.createFromArray(labels)) {
            INDArray gradient = loss.computeGradient(label, Nd4j.createFromArray(pre), tanh, null);
            double step = 1e-5;
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 5; c++) {
                    double at = pre[r][c];
                    pre[r][c] = at + step;
                    double up = loss.computeScore(label, Nd4j.createFromArray(pre), tanh, null, false);
                    pre[r][c] = at - step;
                    double down = loss.computeScore(label, Nd4j.createFromArray(pre), tanh, null, false);
                    pre[r][c] = at;
                    assertThat(gradient.getDouble(r, c)).isCloseTo((up - down) / (2 * step), within(1e-6));
                }
            }
        }
    }
}
