package io.tidewatch.learning;

import io.tidewatch.calibration.EvidenceCalibration;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.evidence.EvidenceCalculator;
import io.tidewatch.evidence.Measure;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.Calibration;
import io.tidewatch.model.FeatureUnit;
import io.tidewatch.model.HeldOut;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.NetworkTrainer;
import io.tidewatch.model.Provenance;
import io.tidewatch.model.Regression;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.TrainingWindows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model on collected windows.
 *
 * <p>Evidence on windows that a network was trained on is smaller than on new ones. So a first network learns from the
 * older windows only, and its evidence on the newer ones gives the calibration. The model itself then learns from all
 * windows.
 */
public final class ModelTraining {
    /** Fewest windows that a model can be trained on. */
    public static final int FEWEST_WINDOWS = 64;

    /** Share of the windows, the newest, that the calibration is measured on. */
    private static final double HELD_OUT = 0.25;

    /**
     * Share of the windows, the newest, that regressions are learned from. In earlier windows medians have not settled
     * and seasons are not known, and a few large deviations would determine the weights.
     */
    private static final double SETTLED = 0.75;

    /** Share of the windows, the newest, that regressions are measured on; a smaller share may be less than a week. */
    private static final double MEASURED = 0.5;

    /** Largest number of windows to measure. */
    private static final int LARGEST_MEASURED = 4000;

    private final DetectorSpec spec;
    private final NetworkTrainer trainer;
    private final Function<Network, Scorer> compiler;

    /** @param compiler makes a network able to score */
    public ModelTraining(DetectorSpec spec, NetworkTrainer trainer, Function<Network, Scorer> compiler) {
        this.spec = spec;
        this.trainer = trainer;
        this.compiler = compiler;
    }

    /** Windows to learn from, copied from the samples, which may continue to grow. */
    public static final class Prepared {
        private final List<List<String>> vocabularies;
        private final TrainingWindows older;
        private final TrainingWindows newer;
        private final TrainingWindows all;
        private final long fromMs;
        private final TrainedUntil until;
        private final int entities;
        private final List<FeatureUnit> units;
        private final List<float[]> deviations;
        private final List<TrainingSample> heldOut;

        private Prepared(TrainingSet samples) {
            this.vocabularies = samples.vocabularies();
            SideInput side = new SideInput(vocabularies);
            int split = (int) (samples.size() * (1 - HELD_OUT));
            this.older = samples.windows(side, 0, split);
            this.newer = samples.windows(side, split, samples.size());
            this.all = samples.windows(side, 0, samples.size());
            this.fromMs = samples.fromMs();
            this.until = samples.trainedUntil();
            this.entities = samples.entities();
            this.units = samples.units();
            this.deviations = samples.deviations();
            this.heldOut = samples.samples().subList(split, samples.size());
        }
    }

    /**
     * Copies the collected windows.
     *
     * @throws IllegalArgumentException when there are fewer than {@value #FEWEST_WINDOWS} windows, saying how many are
     *     needed
     */
    public Prepared prepare(WindowSamples samples) {
        return prepare(samples.set());
    }

    /**
     * Prepares windows as a network takes them.
     *
     * @throws IllegalArgumentException when there are fewer than {@value #FEWEST_WINDOWS} windows, saying how many are
     *     needed
     */
    public Prepared prepare(TrainingSet samples) {
        if (samples.size() < FEWEST_WINDOWS) {
            throw new IllegalArgumentException("only " + samples.size() + " full windows of " + spec.windowSteps()
                    + " steps to learn from, at least " + FEWEST_WINDOWS
                    + " are needed; give more rows or a longer range");
        }
        return new Prepared(samples);
    }

    /**
     * Trains a model.
     *
     * @param start a model whose training continues; null: from scratch
     * @param nowMs wall-clock time, for the provenance
     * @param progress receives the share of the work done, 0..1
     */
    public ModelArtifact train(Prepared prepared, @Nullable ModelArtifact start, long nowMs, DoubleConsumer progress) {
        Rehearsal rehearsal = rehearse(prepared, start, progress);
        HeldOut heldOut = new Challenge(spec, compiler).measure(prepared.heldOut, rehearsal.errors(), null);
        return complete(prepared, rehearsal, new Made(heldOut, nowMs), progress);
    }

    /**
     * Trains a model that goes on from the active one, and holds it against that on the newest windows: the network
     * trained on the older ones stands for it.
     *
     * @param active null: there is none, and the new model wins
     * @param nowMs wall-clock time, for the provenance
     * @param progress receives the share of the work done, 0..1
     */
    public TrainingResult challenge(
            Prepared prepared, @Nullable ModelArtifact active, long nowMs, DoubleConsumer progress) {
        Rehearsal rehearsal = rehearse(prepared, active, progress);
        HeldOut heldOut = new Challenge(spec, compiler).measure(prepared.heldOut, rehearsal.errors(), active);
        return Challenge.won(heldOut)
                ? new TrainingResult.Won(complete(prepared, rehearsal, new Made(heldOut, nowMs), progress))
                : new TrainingResult.Lost(heldOut);
    }

    /**
     * The network trained on the older windows.
     *
     * @param from where its training began; null: from scratch
     */
    private record Rehearsal(@Nullable TrainedNetwork from, Scorer scorer, WindowErrors errors) {}

    /** What a model's provenance says beside what was learned from. */
    private record Made(HeldOut heldOut, long nowMs) {}

    private Rehearsal rehearse(Prepared prepared, @Nullable ModelArtifact start, DoubleConsumer progress) {
        TrainedNetwork from =
                start != null && start.vocabularies().equals(prepared.vocabularies) ? start.trained() : null;
        TrainedNetwork trained = trainer.train(spec.model(), prepared.older, from, done -> progress.accept(0.4 * done));
        Scorer scorer = compiler.apply(trained.network());
        return new Rehearsal(from, scorer, new WindowErrors(spec, scorer, new SideInput(prepared.vocabularies)));
    }

    private ModelArtifact complete(Prepared prepared, Rehearsal rehearsal, Made made, DoubleConsumer progress) {
        ModelSpec model = spec.model();
        Map<String, List<Float>> measured = measure(rehearsal.scorer(), prepared.newer);
        TrainedNetwork trained =
                trainer.train(model, prepared.all, rehearsal.from(), done -> progress.accept(0.4 + 0.6 * done));
        int features = spec.features().size();
        RegressionLearning learning = new RegressionLearning(spec.windowSteps(), features);
        List<Regression> regressions = learning.learn(newest(SETTLED, prepared.deviations));
        trained = trained.withRegressions(regressions);
        // A regression has few weights, so it fits the windows that it was learned from hardly better than others.
        learning.measure(regressions, newest(MEASURED, prepared.deviations))
                .forEach((name, values) -> measured.put(name, quantiles(values)));
        Calibration calibration = new Calibration(measured);
        return ModelArtifact.of(
                        model,
                        spec.features(),
                        prepared.vocabularies,
                        trained,
                        calibration,
                        new Provenance(
                                prepared.fromMs,
                                prepared.until.mostMs(),
                                prepared.all.size(),
                                prepared.entities,
                                model.seed(),
                                trained.loss(),
                                made.nowMs(),
                                SoftwareVersions.current(),
                                prepared.until.others(),
                                made.heldOut()))
                .withUnits(prepared.units);
    }

    private static List<float[]> newest(double share, List<float[]> windows) {
        return windows.subList((int) ((1 - share) * windows.size()), windows.size());
    }

    private Map<String, List<Float>> measure(Scorer scorer, TrainingWindows windows) {
        int features = spec.features().size();
        EvidenceCalculator calculator = new EvidenceCalculator(spec.windowSteps(), features);
        Map<String, List<Float>> magnitudes = new TreeMap<>();
        float[] cells = new float[windows.layout().cells()];
        float[] side = new float[windows.layout().side()];
        int stride = 1 + windows.size() / LARGEST_MEASURED;
        for (int w = 0; w < windows.size(); w += stride) {
            for (int i = 0; i < cells.length; i++) {
                cells[i] = windows.cell(w, i);
            }
            for (int i = 0; i < side.length; i++) {
                side[i] = windows.side(w, i);
            }
            Evidence evidence = calculator.ofModel(cells, side, scorer);
            for (Measure measure : Channels.MEASURES) {
                if (!measure.channel().ofModel()) {
                    continue;
                }
                for (int f = 0; f < (measure.channel().perFeature() ? features : 1); f++) {
                    double magnitude = evidence.magnitude(measure, f);
                    if (!Double.isNaN(magnitude)) {
                        magnitudes
                                .computeIfAbsent(EvidenceCalibration.name(measure, f), name -> new ArrayList<>())
                                .add((float) magnitude);
                    }
                }
            }
        }
        Map<String, List<Float>> quantiles = new TreeMap<>();
        magnitudes.forEach((name, values) -> quantiles.put(name, quantiles(values)));
        return quantiles;
    }

    private static List<Float> quantiles(List<Float> values) {
        Collections.sort(values);
        return Calibration.LEVELS.stream()
                .map(level -> values.get((int) Math.min(values.size() - 1, level * values.size())))
                .toList();
    }
}
