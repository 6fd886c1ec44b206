package io.tidewatch.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.SineWindows;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.TrainingWindows;
import io.tidewatch.scoring.CompiledScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationTanH;
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
    void sameSeedGivesTheSameWeights() {
        TrainedNetwork a = train(4);
        TrainedNetwork b = train(4);
        for (int l = 0; l < a.network().layers().size(); l++) {
            for (int i = 0; i < a.network().layers().get(l).inputs(); i++) {
                for (int o = 0; o < a.network().layers().get(l).outputs(); o++) {
                    assertThat(a.network().layers().get(l).weight(i, o))
                            .isEqualTo(b.network().layers().get(l).weight(i, o));
                }
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
