package io.tidewatch.learning;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.WindowSampler;
import io.tidewatch.evidence.Deviations;
import io.tidewatch.window.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The windows collected to learn from. When the limit is reached, every second window is dropped, and from then on only
 * every second one is taken: so the samples stay spread evenly over the whole history. They are returned in order of
 * time, although they arrive so only within an entity: a topic may be read partition after partition. Not thread-safe.
 */
public final class WindowSamples implements WindowSampler {
    /** Windows kept at most, and cells kept at most (256 MB). */
    static final int LARGEST_COUNT = 20_000;

    private static final int LARGEST_CELLS = 64_000_000;

    private final DetectorSpec spec;
    private final int capacity;
    private final SampleCutter cutter;
    /** Start of each entity's newest step. */
    private final Map<String, Long> untilMs = new LinkedHashMap<>();

    private List<TrainingSample> samples = new ArrayList<>();
    private long shown;
    private int stride = 1;

    public WindowSamples(DetectorSpec spec) {
        this.spec = spec;
        this.cutter = new SampleCutter(spec);
        this.capacity = capacity(spec);
    }

    /** Windows kept at most: fewer where they are large. */
    static int capacity(DetectorSpec spec) {
        int cells = (spec.windowSteps() + Deviations.reach(spec.windowSteps()))
                * spec.features().size();
        return Math.max(256, Math.min(LARGEST_COUNT, LARGEST_CELLS / cells));
    }

    @Override
    public void sample(String entity, Window window, long localMs, boolean normal) {
        untilMs.put(entity, window.startMs(window.steps() - 1));
        if (shown++ % stride != 0) {
            return;
        }
        samples.add(cutter.cut(entity, window, localMs));
        if (samples.size() > capacity) {
            List<TrainingSample> kept = new ArrayList<>(capacity);
            for (int i = 0; i < samples.size(); i += 2) {
                kept.add(samples.get(i));
            }
            samples = kept;
            stride *= 2;
        }
    }

    /** The windows collected so far, which may continue to grow. */
    TrainingSet set() {
        return new TrainingSet(
                spec,
                samples.stream()
                        .sorted(Comparator.comparingLong(TrainingSample::stepMs))
                        .toList(),
                untilMs);
    }

    /** Number of windows seen so far, kept or not. */
    public long shown() {
        return shown;
    }

    public int size() {
        return samples.size();
    }

    /** Start of the newest step collected, epoch milliseconds; 0 before the first. */
    public long untilMs() {
        return samples.stream().mapToLong(TrainingSample::stepMs).max().orElse(0);
    }
}
