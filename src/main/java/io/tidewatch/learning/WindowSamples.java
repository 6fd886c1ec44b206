package io.tidewatch.learning;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.WindowSampler;
import io.tidewatch.evidence.Deviations;
import io.tidewatch.evidence.EvidenceCalculator;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.FeatureUnit;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.TrainingWindows;
import io.tidewatch.window.SourceClock;
import io.tidewatch.window.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The windows collected to learn from. When the limit is reached, every second window is dropped, and from then on only
 * every second one is taken: so the samples stay spread evenly over the whole history. They are returned in order of
 * time, although they arrive so only within an entity: a topic may be read partition after partition. Not thread-safe.
 */
public final class WindowSamples implements WindowSampler {
    /** Windows kept at most, and cells kept at most (256 MB). */
    private static final int LARGEST_COUNT = 20_000;

    private static final int LARGEST_CELLS = 64_000_000;

    /** Values of a category field that get an input of their own. */
    private static final int LARGEST_VOCABULARY = 32;

    private final DetectorSpec spec;
    private final int capacity;
    private final EvidenceCalculator calculator;
    /** Start of each entity's newest step. */
    private final Map<String, Long> untilMs = new LinkedHashMap<>();

    private List<Sample> samples = new ArrayList<>();
    private long shown;
    private int stride = 1;

    /**
     * One window.
     *
     * @param deviations of its newest steps, see {@link Deviations#copy}
     * @param scales per feature its median and scale; NaN while it has none
     */
    record Sample(Cells cells, Cells scales, Cells deviations, long stepMs, long localMs, List<String> categories) {}

    /** Wraps an array of cells, because records hold no arrays. */
    static final class Cells {
        final float[] values;

        Cells(float[] values) {
            this.values = values;
        }
    }

    /**
     * The samples with their counters, as stored for a restart.
     *
     * @param shown windows seen so far
     * @param stride one window in so many is taken
     * @param untilMs start of the newest step, by entity
     */
    record Kept(long shown, int stride, Map<String, Long> untilMs, List<Sample> samples) {
        Kept {
            untilMs = Map.copyOf(untilMs);
            samples = List.copyOf(samples);
        }
    }

    public WindowSamples(DetectorSpec spec) {
        this.spec = spec;
        this.calculator =
                new EvidenceCalculator(spec.windowSteps(), spec.features().size());
        this.capacity = Math.max(
                256,
                Math.min(
                        LARGEST_COUNT,
                        LARGEST_CELLS
                                / ((spec.windowSteps() + Deviations.reach(spec.windowSteps()))
                                        * spec.features().size())));
    }

    /** Continues with the samples that were stored before a restart. */
    WindowSamples(DetectorSpec spec, Kept kept) {
        this(spec);
        this.untilMs.putAll(kept.untilMs());
        this.samples.addAll(kept.samples());
        this.shown = kept.shown();
        this.stride = kept.stride();
    }

    /** The samples to store for a restart. */
    Kept kept() {
        return new Kept(shown, stride, untilMs, samples);
    }

    @Override
    public void sample(String entity, Window window, long localMs) {
        untilMs.put(entity, window.startMs(window.steps() - 1));
        if (shown++ % stride != 0) {
            return;
        }
        float[] cells = new float[window.steps() * window.features()];
        window.copyCells(cells);
        List<String> categories = new ArrayList<>();
        for (int c = 0; c < spec.categories().size(); c++) {
            String category = window.category(c);
            categories.add(category == null ? "" : category);
        }
        samples.add(new Sample(
                new Cells(cells),
                new Cells(scales(window)),
                new Cells(calculator.deviations(window)),
                window.startMs(window.steps() - 1),
                localMs,
                List.copyOf(categories)));
        if (samples.size() > capacity) {
            List<Sample> kept = new ArrayList<>(capacity);
            for (int i = 0; i < samples.size(); i += 2) {
                kept.add(samples.get(i));
            }
            samples = kept;
            stride *= 2;
        }
    }

    /** The deviations of each window, in order of time, for {@link RegressionLearning}. */
    List<float[]> deviations() {
        return inOrder().map(sample -> sample.deviations().values).toList();
    }

    private Stream<Sample> inOrder() {
        return samples.stream().sorted(Comparator.comparingLong(Sample::stepMs));
    }

    /** Number of windows seen so far, kept or not. */
    public long shown() {
        return shown;
    }

    public int size() {
        return samples.size();
    }

    int entities() {
        return untilMs.size();
    }

    private static float[] scales(Window window) {
        float[] scales = new float[2 * window.features()];
        for (int f = 0; f < window.features(); f++) {
            scales[2 * f] = (float) window.scale(f).median();
            scales[2 * f + 1] = (float) window.scale(f).scale();
        }
        return scales;
    }

    /** Each feature's usual median and scale: the medians over the windows. */
    List<FeatureUnit> units() {
        return IntStream.range(0, spec.features().size())
                .mapToObj(f -> new FeatureUnit(median(2 * f, 0), median(2 * f + 1, 1)))
                .toList();
    }

    private double median(int index, double otherwise) {
        double[] sorted = samples.stream()
                .mapToDouble(sample -> sample.scales().values[index])
                .filter(Double::isFinite)
                .filter(value -> value != 0 || index % 2 == 0)
                .sorted()
                .toArray();
        return sorted.length == 0 ? otherwise : sorted[sorted.length / 2];
    }

    long fromMs() {
        return samples.stream().mapToLong(Sample::stepMs).min().orElse(0);
    }

    /** Start of the newest step collected, epoch milliseconds; 0 before the first. */
    public long untilMs() {
        return samples.stream().mapToLong(Sample::stepMs).max().orElse(0);
    }

    /** The last step collected of each entity. */
    TrainedUntil trainedUntil() {
        long windowMs = Math.max(
                SourceClock.jumpMs(spec.step()),
                spec.windowSteps() * spec.step().lengthMs());
        return TrainedUntil.of(untilMs, windowMs);
    }

    /** Per category field, the values seen, sorted. */
    List<List<String>> vocabularies() {
        List<List<String>> vocabularies = new ArrayList<>();
        for (int c = 0; c < spec.categories().size(); c++) {
            Set<String> values = new TreeSet<>();
            for (Sample sample : samples) {
                values.add(sample.categories().get(c));
            }
            values.remove("");
            vocabularies.add(values.stream().limit(LARGEST_VOCABULARY).toList());
        }
        return vocabularies;
    }

    /** Windows {@code from} (inclusive) to {@code to} (exclusive) in order of time, as a network takes them. */
    TrainingWindows windows(SideInput side, int from, int to) {
        TrainingWindows windows = new TrainingWindows(
                new InputLayout(spec.windowSteps(), spec.features().size(), side.width()));
        float[] sideInput = new float[side.width()];
        inOrder().skip(from).limit(to - from).forEach(sample -> {
            side.write(field -> known(sample.categories().get(field)), sample.localMs(), sideInput, 0);
            windows.add(sample.cells().values, sideInput);
        });
        return windows;
    }

    private static @Nullable String known(String category) {
        return category.isEmpty() ? null : category;
    }
}
