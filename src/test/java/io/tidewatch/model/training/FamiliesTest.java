package io.tidewatch.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.ParityCheck;
import io.tidewatch.model.CellSpread;
import io.tidewatch.model.CodeSamples;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.SineWindows;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.TrainingWindows;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What all families of networks have in common, and what each of them learns besides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FamiliesTest {
    private static final InputLayout LAYOUT = new InputLayout(16, 2, 2);
    private static final TrainingWindows WINDOWS = SineWindows.of(LAYOUT, 400, 1);

    /** Networks that have learned as much as they will: one of each family takes seconds, and serves several tests. */
    private final Map<ModelKind, TrainedNetwork> learned = new EnumMap<>(ModelKind.class);

    private TrainedNetwork learned(ModelKind kind) {
        return learned.computeIfAbsent(kind, wanted -> train(wanted, 80, 5));
    }

    private static TrainedNetwork train(ModelKind kind, int epochs, long seed) {
        ModelSpec spec = new ModelSpec(kind, List.of(), epochs, 64, 3e-3, seed);
        return new Dl4jTrainer().train(spec, WINDOWS, null, done -> {});
    }

    @ParameterizedTest
    @EnumSource
    void hiddenStepsOfUnseenWindowsAreFilledInBetterWithTraining(ModelKind kind) {
        double early = unexplained(train(kind, 2, 5).network());
        double late = unexplained(learned(kind).network());
        assertThat(late)
                .as("unexplained share of the hidden steps")
                .isLessThan(0.15)
                .isLessThan(0.5 * early);
    }

    @ParameterizedTest
    @EnumSource
    void lossFallsWithTraining(ModelKind kind) {
        // The likelihood of a variational model is in nats and may be negative; a tenth of one is a lot per cell.
        assertThat(learned(kind).loss()).isLessThan(train(kind, 2, 5).loss() - 0.1);
    }

    private static double unexplained(Network network) {
        TrainingWindows unseen = SineWindows.of(LAYOUT, 100, 77);
        Scorer scorer = CompiledScorer.compile(network);
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
            scorer.score(row, 1, out);
            for (int i = LAYOUT.cell(LAYOUT.steps() - 3, 0); i < LAYOUT.cells(); i++) {
                error += Math.pow(unseen.cell(w, i) - out[i], 2);
                power += Math.pow(unseen.cell(w, i), 2);
            }
        }
        return error / power;
    }

    @ParameterizedTest
    @EnumSource
    void sameSeedGivesTheSameBytesAndAnotherSeedDoesNot(ModelKind kind) {
        byte[] first = train(kind, 3, 5).dl4jZip();
        assertThat(train(kind, 3, 5).dl4jZip()).isEqualTo(first);
        assertThat(train(kind, 3, 6).dl4jZip()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void compiledNetworkAnswersAsTheLibraryDoes(ModelKind kind) {
        TrainedNetwork trained = train(kind, 3, 5);
        assertThatCode(() -> ParityCheck.require(CompiledScorer.compile(trained.network()), new Dl4jScorer(trained)))
                .doesNotThrowAnyException();
        assertThatCode(() -> ParityCheck.require(
                        CompiledScorer.compile(trained.network()),
                        trained.probe().orElseThrow()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void onlyAVariationalModelTellsADivergenceAndItGrowsWithStrangeness(ModelKind kind) {
        TrainedNetwork trained = learned(kind);
        Scorer compiled = CompiledScorer.compile(trained.network());
        Scorer reference = new Dl4jScorer(trained);
        float[] usual = new float[LAYOUT.width()];
        for (int i = 0; i < LAYOUT.cells(); i++) {
            usual[i] = WINDOWS.cell(0, i);
            usual[LAYOUT.cells() + i] = 1;
        }
        float[] strange = usual.clone();
        for (int i = 0; i < LAYOUT.cells(); i++) {
            strange[i] *= 4;
        }
        for (float[] window : List.of(usual, strange)) {
            assertThat(compiled.divergence(window)).isCloseTo(reference.divergence(window), within(1e-4));
        }
        if (kind == ModelKind.VARIATIONAL) {
            assertThat(compiled.divergence(strange)).isGreaterThan(compiled.divergence(usual));
        } else {
            assertThat(compiled.divergence(strange)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void trainingGoesOnFromAModelOfItsKindOnly(ModelKind kind) {
        ModelSpec spec = new ModelSpec(kind, List.of(), 1, 64, 3e-3, 5);
        byte[] fresh = train(kind, 1, 5).dl4jZip();
        for (ModelKind before : ModelKind.values()) {
            TrainedNetwork next = new Dl4jTrainer().train(spec, WINDOWS, learned(before), done -> {});
            if (before == kind) {
                assertThat(next.dl4jZip()).isNotEqualTo(fresh);
                assertThat(unexplained(next.network())).isLessThan(0.3);
            } else {
                assertThat(next.dl4jZip()).isEqualTo(fresh);
            }
        }
    }

    @Test
    void variationalModelLearnsHowFarOffCellsUsuallyAre() {
        TrainedNetwork trained = learned(ModelKind.VARIATIONAL);
        Network network = trained.network().withLast(trained.spread().orElseThrow());
        float[] row = new float[LAYOUT.width()];
        for (int i = 0; i < LAYOUT.cells(); i++) {
            row[i] = WINDOWS.cell(0, i);
            row[LAYOUT.cells() + i] = 1;
        }
        for (int i = 0; i < LAYOUT.side(); i++) {
            row[LAYOUT.sideAt(i)] = WINDOWS.side(0, i);
        }
        float[] answer = new float[LAYOUT.cells()];
        CompiledScorer.compile(network).score(row, 1, answer);
        double mean = 0;
        for (float logVariance : answer) {
            mean += CellSpread.scale(logVariance) / answer.length;
        }
        // The noise of these windows has a standard deviation of 0.1; outliers of training widen it.
        assertThat(mean).isBetween(0.1, 0.2);
    }

    @Test
    void codeOfAVariationalModelDoesNotCollapse() {
        CodeSamples codes = learned(ModelKind.VARIATIONAL).codes().orElseThrow();
        float[] centres = codes.centres();
        float[] deviations = codes.deviations();
        int inUse = 0;
        for (int i = 0; i < codes.width(); i++) {
            double squares = 0;
            double noise = 0;
            for (int c = 0; c < codes.size(); c++) {
                squares += Math.pow(centres[c * codes.width() + i], 2) / codes.size();
                noise += Math.pow(deviations[c * codes.width() + i], 2) / codes.size();
            }
            inUse += squares > 4 * noise ? 1 : 0;
        }
        // One phase makes these windows: a ring, which takes two numbers.
        assertThat(inUse).isGreaterThanOrEqualTo(2);
    }

    private static final InputLayout SMALL = new InputLayout(6, 2, 1);
    private static final int ROWS = 8;

    private static ModelSpec small(ModelKind kind) {
        return new ModelSpec(kind, List.of(5, 3, 5), 1, ROWS, 3e-3, 2);
    }

    private static MaskedBatch smallBatch() {
        TrainingWindows windows = SineWindows.of(SMALL, ROWS, 2);
        MaskedBatch batch = new MaskedBatch(SMALL, ROWS);
        Random random = new Random(1);
        for (int row = 0; row < ROWS; row++) {
            batch.fill(row, windows, row, random);
        }
        return batch;
    }

    private static ComputationGraph inDouble(ComputationGraphConfiguration configuration) {
        configuration.setDataType(DataType.DOUBLE);
        configuration.getVertices().values().stream()
                .filter(v -> v instanceof org.deeplearning4j.nn.conf.graph.LayerVertex)
                .map(v -> ((org.deeplearning4j.nn.conf.graph.LayerVertex) v)
                        .getLayerConf()
                        .getLayer())
                .filter(l -> l instanceof org.deeplearning4j.nn.conf.layers.BaseLayer)
                .forEach(l -> ((org.deeplearning4j.nn.conf.layers.BaseLayer) l).setRegularization(List.of()));
        ComputationGraph net = new ComputationGraph(configuration);
        net.init();
        return net;
    }

    private static INDArray gaussian(long rows, long columns, long seed) {
        Random random = new Random(seed);
        double[][] numbers = new double[(int) rows][(int) columns];
        Arrays.stream(numbers).forEach(row -> Arrays.setAll(row, i -> random.nextGaussian()));
        return Nd4j.createFromArray(numbers);
    }

    @Test
    void gradientOfTheVariationalNetworkAgreesWithFiniteDifferences() {
        ComputationGraph net = inDouble(VariationalAutoencoder.configuration(small(ModelKind.VARIATIONAL), SMALL));
        MaskedBatch batch = smallBatch();
        net.setInputs(batch.inputs().castTo(DataType.DOUBLE), gaussian(ROWS, 3, 4));
        net.setLabels(
                batch.labels().castTo(DataType.DOUBLE), Nd4j.valueArrayOf(new long[] {ROWS, 6}, 0.3, DataType.DOUBLE));
        net.computeGradientAndScore();
        INDArray gradient = net.gradient().gradient().dup();
        for (long i = 0; i < net.numParams(); i += 3) {
            assertThat(gradient.getDouble(i) / ROWS)
                    .as("parameter " + i)
                    .isCloseTo(slope(net, i, () -> score(net)), within(1e-7));
        }
    }

    @Test
    void gradientOfTheAdversarialNetworkAgreesWithFiniteDifferencesOfItsTwoGames() {
        ComputationGraph net = inDouble(AdversarialAutoencoder.configuration(small(ModelKind.ADVERSARIAL), SMALL));
        MaskedBatch batch = smallBatch();
        INDArray labels = batch.labels().castTo(DataType.DOUBLE);
        INDArray windows = batch.inputs().castTo(DataType.DOUBLE);
        INDArray targets = batch.targets().castTo(DataType.DOUBLE);
        INDArray known = batch.known().castTo(DataType.DOUBLE);
        net.setInputs(windows, targets, known);
        INDArray real = Nd4j.concat(0, Nd4j.ones(DataType.DOUBLE, ROWS, 1), Nd4j.zeros(DataType.DOUBLE, ROWS, 1));
        net.setLabels(labels, real);
        net.computeGradientAndScore();
        INDArray gradient = net.gradient().gradient().dup();
        long ofGenerator = net.numParams()
                - net.getLayer("discriminator").numParams()
                - net.getLayer("verdict").numParams();
        WeightedHuberLoss huber = new WeightedHuberLoss();
        for (long i = 0; i < net.numParams(); i += 3) {
            double ofReconstruction = slope(
                    net,
                    i,
                    () -> huber.computeScore(
                            labels,
                            net.output(false, windows, targets, known)[0],
                            new ActivationIdentity(),
                            null,
                            true));
            net.setInputs(windows, targets, known);
            net.setLabels(labels, real);
            double ofVerdict = slope(net, i, () -> score(net)) - ofReconstruction;
            double expected =
                    i < ofGenerator ? ofReconstruction - 2 * ReversedGradient.WEIGHT * ofVerdict : 2 * ofVerdict;
            assertThat(gradient.getDouble(i) / ROWS).as("parameter " + i).isCloseTo(expected, within(1e-6));
        }
    }

    private static double score(ComputationGraph net) {
        net.computeGradientAndScore();
        return net.score();
    }

    private static double slope(ComputationGraph net, long parameter, java.util.function.DoubleSupplier loss) {
        double step = 1e-5;
        double at = net.params().getDouble(parameter);
        net.params().putScalar(parameter, at + step);
        double up = loss.getAsDouble();
        net.params().putScalar(parameter, at - step);
        double down = loss.getAsDouble();
        net.params().putScalar(parameter, at);
        return (up - down) / (2 * step);
    }
}
