package io.tidewatch.learning;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.FeatureUnit;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Provenance;
import io.tidewatch.model.TrainingWindows;
import io.tidewatch.window.SourceClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The windows that one training learns from, in order of time. */
public final class TrainingSet {
    /** Values of a category field that get an input of their own. */
    private static final int LARGEST_VOCABULARY = 32;

    private final DetectorSpec spec;
    private final List<TrainingSample> samples;
    private final Map<String, Long> untilMs;

    /**
     * @param samples in order of time
     * @param untilMs start of each entity's newest step, epoch milliseconds
     */
    TrainingSet(DetectorSpec spec, List<TrainingSample> samples, Map<String, Long> untilMs) {
        this.spec = spec;
        this.samples = List.copyOf(samples);
        this.untilMs = new LinkedHashMap<>(untilMs);
    }

    /**
     * The windows that were kept of many.
     *
     * @param samples in order of time
     */
    public static TrainingSet of(DetectorSpec spec, List<TrainingSample> samples) {
        Map<String, Long> untilMs = new LinkedHashMap<>();
        samples.forEach(sample -> untilMs.merge(sample.entity(), sample.stepMs(), Math::max));
        return new TrainingSet(spec, samples, untilMs);
    }

    public int size() {
        return samples.size();
    }

    /** In order of time. */
    public List<TrainingSample> samples() {
        return samples;
    }

    int entities() {
        return untilMs.size();
    }

    /** The deviations of each window, in order of time, for {@link RegressionLearning}. */
    List<float[]> deviations() {
        return samples.stream().map(sample -> sample.deviations().values()).toList();
    }

    /** Each feature's usual median and scale: the medians over the windows. */
    List<FeatureUnit> units() {
        return IntStream.range(0, spec.features().size())
                .mapToObj(f -> new FeatureUnit(median(2 * f, 0), median(2 * f + 1, 1)))
                .toList();
    }

    private double median(int index, double otherwise) {
        double[] sorted = samples.stream()
                .mapToDouble(sample -> sample.scales().get(index))
                .filter(Double::isFinite)
                .filter(value -> value != 0 || index % 2 == 0)
                .sorted()
                .toArray();
        return sorted.length == 0 ? otherwise : sorted[sorted.length / 2];
    }

    long fromMs() {
        return samples.stream().mapToLong(TrainingSample::stepMs).min().orElse(0);
    }

    /** Start of the newest step, epoch milliseconds; 0 without any. */
    long untilMs() {
        return samples.stream().mapToLong(TrainingSample::stepMs).max().orElse(0);
    }

    /** The usual length of a window: the median of the times that the windows span, milliseconds. */
    public long windowMs() {
        if (!spec.step().perEvent()) {
            return spec.windowSteps() * spec.step().lengthMs();
        }
        long[] sorted =
                samples.stream().mapToLong(TrainingSample::spanMs).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    /** The last step of each entity. */
    TrainedUntil trainedUntil() {
        long nearMs = Math.max(
                SourceClock.jumpMs(spec.step()),
                spec.windowSteps() * spec.step().lengthMs());
        return TrainedUntil.of(untilMs, nearMs);
    }

    /** Whether a model has learned from these windows, as far as its provenance says. */
    public boolean learnedBy(Provenance model) {
        TrainedUntil until = trainedUntil();
        return model.windows() == size()
                && model.trainedFromMs() == fromMs()
                && model.trainedUntilMs() == until.mostMs()
                && model.trainedUntilOf().equals(until.others());
    }

    /** Per category field, the values seen, sorted. */
    List<List<String>> vocabularies() {
        List<List<String>> vocabularies = new ArrayList<>();
        for (int c = 0; c < spec.categories().size(); c++) {
            Set<String> values = new TreeSet<>();
            for (TrainingSample sample : samples) {
                values.add(sample.categories().get(c));
            }
            values.remove("");
            vocabularies.add(values.stream().limit(LARGEST_VOCABULARY).toList());
        }
        return vocabularies;
    }

    /** Windows {@code from} (inclusive) to {@code to} (exclusive), as a network takes them. */
    TrainingWindows windows(SideInput side, int from, int to) {
        TrainingWindows windows = new TrainingWindows(
                new InputLayout(spec.windowSteps(), spec.features().size(), side.width()));
        float[] sideInput = new float[side.width()];
        for (TrainingSample sample : samples.subList(from, to)) {
            write(side, sample, sideInput);
            windows.add(sample.cells().values(), sideInput);
        }
        return windows;
    }

    /** Writes what a network takes beside a window. */
    static void write(SideInput side, TrainingSample sample, float[] sideInput) {
        side.write(field -> known(sample.categories().get(field)), sample.localMs(), sideInput, 0);
    }

    private static @Nullable String known(String category) {
        return category.isEmpty() ? null : category;
    }
}
