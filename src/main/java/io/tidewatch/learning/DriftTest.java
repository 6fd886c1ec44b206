package io.tidewatch.learning;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.Calibration;
import io.tidewatch.model.FeatureUnit;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.TimeContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what the active model was trained on with the windows since: each feature's usual value in a window, and the
 * error of the model's reconstructions.
 *
 * <p>Windows that overlap say the same, so one per entity and window length counts. Only hours of the day that are in
 * both are compared, else the afternoon would be a drift from the morning. On windows that it was trained on a model's
 * error is smaller than on others; what it is compared with is the error on windows that were held out of the training,
 * and only a larger one is a drift.
 */
public final class DriftTest {
    /** Fewest windows of a side that say anything. */
    static final int FEWEST = 32;

    /** Most windows of a side that are looked at. */
    private static final int MOST = 2_000;

    private static final long HOUR_MS = 3_600_000;
    private static final long HOURS = 24;

    private final DetectorSpec spec;
    private final TimeContext time;
    private final Function<Network, Scorer> compiler;

    /** @param compiler makes a network able to score */
    public DriftTest(DetectorSpec spec, Function<Network, Scorer> compiler) {
        this.spec = spec;
        this.time = new TimeContext(spec.zone());
        this.compiler = compiler;
    }

    /**
     * What is compared with what.
     *
     * @param untilMs up to which the active model was trained, epoch milliseconds
     * @param newerThanMs of the windows after it, only those that are newer than this count
     * @param windowMs usual length of a window
     */
    record Range(long untilMs, long newerThanMs, long windowMs) {}

    /** The windows of both sides that are to be compared. */
    record Sides(List<SampleKey> before, List<SampleKey> since) {
        boolean enough() {
            return before.size() >= FEWEST && since.size() >= FEWEST;
        }
    }

    /**
     * Chooses the windows to compare.
     *
     * @param kept in order of time
     */
    Sides sides(List<SampleKey> kept, Range range) {
        long laterThanMs = Math.max(range.untilMs(), range.newerThanMs());
        List<SampleKey> before = apart(kept.stream().filter(key -> key.stepMs() <= range.untilMs()), range.windowMs());
        List<SampleKey> since = apart(kept.stream().filter(key -> key.stepMs() > laterThanMs), range.windowMs());
        Set<Long> hours = hours(before);
        hours.retainAll(hours(since));
        return new Sides(ofHours(before, hours), ofHours(since, hours));
    }

    private static List<SampleKey> apart(Stream<SampleKey> keys, long windowMs) {
        Map<String, Long> last = new HashMap<>();
        List<SampleKey> apart = new ArrayList<>();
        keys.forEach(key -> {
            Long lastMs = last.get(key.entity());
            if (lastMs == null || key.stepMs() - lastMs >= windowMs) {
                last.put(key.entity(), key.stepMs());
                apart.add(key);
            }
        });
        return apart;
    }

    private Set<Long> hours(List<SampleKey> keys) {
        return keys.stream().map(this::hour).collect(Collectors.toSet());
    }

    private long hour(SampleKey key) {
        return Math.floorMod(Math.floorDiv(time.localMs(key.stepMs()), HOUR_MS), HOURS);
    }

    private List<SampleKey> ofHours(List<SampleKey> keys, Set<Long> hours) {
        List<SampleKey> found =
                keys.stream().filter(key -> hours.contains(hour(key))).toList();
        int stride = 1 + found.size() / MOST;
        List<SampleKey> chosen = new ArrayList<>();
        for (int i = 0; i < found.size(); i += stride) {
            chosen.add(found.get(i));
        }
        return chosen;
    }

    /**
     * Compares windows, at least {@value #FEWEST} on each side.
     *
     * @return each feature in order, then the error
     */
    public List<Drift> compare(List<TrainingSample> before, List<TrainingSample> since, ModelArtifact active) {
        List<Drift> drifts = new ArrayList<>();
        for (int f = 0; f < spec.features().size(); f++) {
            drifts.add(drift(spec.features().get(f), usual(before, f, active), usual(since, f, active)));
        }
        WindowErrors errors = new WindowErrors(
                spec, compiler.apply(active.trained().network()), new SideInput(active.vocabularies()));
        drifts.add(ofErrors(active.calibration(), before.size(), errors.of(since)));
        return drifts;
    }

    private static Drift drift(FeatureSpec feature, double[] before, double[] since) {
        if (before.length < FEWEST || since.length < FEWEST) {
            return new Drift(feature.name(), Double.NaN, Double.NaN, before.length, since.length);
        }
        KolmogorovSmirnov test = KolmogorovSmirnov.of(before, since);
        return new Drift(feature.name(), test.distance(), test.p(), before.length, since.length);
    }

    /** How far the training's distribution function is above that of the errors, at the quantiles that are known. */
    private static Drift ofErrors(Calibration calibration, int before, double[] since) {
        List<Float> quantiles = calibration.quantiles().get(WindowErrors.NAME);
        if (quantiles == null || since.length < FEWEST) {
            return new Drift(Drift.WINDOW_ERROR, Double.NaN, Double.NaN, before, since.length);
        }
        double distance = 0;
        for (int level = 0; level < quantiles.size(); level++) {
            float quantile = quantiles.get(level);
            double below =
                    Arrays.stream(since).filter(error -> error <= quantile).count() / (double) since.length;
            distance = Math.max(distance, Calibration.LEVELS.get(level) - below);
        }
        KolmogorovSmirnov test = KolmogorovSmirnov.of(distance, before, since.length);
        return new Drift(Drift.WINDOW_ERROR, test.distance(), test.p(), before, since.length);
    }

    /** The median of a feature in each window, in the units that it usually had in the training. */
    private static double[] usual(List<TrainingSample> samples, int feature, ModelArtifact active) {
        FeatureUnit unit = active.units().isEmpty()
                ? new FeatureUnit(0, 1)
                : active.units().get(feature);
        int features = active.features().size();
        return samples.stream()
                .mapToDouble(sample -> {
                    double median = sample.scales().get(2 * feature);
                    double scale = sample.scales().get(2 * feature + 1);
                    double value = median + scale * Math.sinh(median(sample.cells(), feature, features));
                    return (value - unit.median()) / unit.scale();
                })
                .filter(Double::isFinite)
                .toArray();
    }

    private static double median(Cells cells, int feature, int features) {
        double[] known = new double[cells.length() / features];
        int count = 0;
        for (int i = feature; i < cells.length(); i += features) {
            if (!Float.isNaN(cells.get(i))) {
                known[count++] = cells.get(i);
            }
        }
        Arrays.sort(known, 0, count);
        return count == 0 ? Double.NaN : known[count / 2];
    }
}
