package io.tidewatch.window;

import io.tidewatch.codec.ShortFloat;
import io.tidewatch.codec.TextCodec;
import io.tidewatch.codec.VarInt;
import io.tidewatch.event.FeatureMapping;
import io.tidewatch.math.Sinh;
import io.tidewatch.window.season.SeasonalProfile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The last L steps × F features of one entity, normalised, with their scales and the seasonal profile.
 *
 * <p>Cells are kept in normalised units. A feature's scale is frozen between refreshes, and a refresh rescales every
 * cell, so the values in the feature's unit can be computed at any time.
 */
public final class Window {
    /** Steps whose plain quantiles start the scales. */
    public static final int WARM_UP_STEPS = FirstSteps.COUNT;

    /** Scales are checked each time the count of steps has doubled, and at least every so many steps. */
    private static final int REFRESH_STEPS = 256;

    private final int steps;
    private final int features;
    private final Ring cells;
    private final Ring seasonal;
    private final long[] startMs;
    private final FeatureScale[] scales;
    private final SeasonalProfile profile;
    private final Variability variability;
    private final @Nullable String[] categories;
    private int head;
    private long count;
    private long nextRefresh;
    /** The steps until the scales start; null afterwards. */
    private @Nullable FirstSteps warmUp;

    /** @param steps window length L */
    public Window(int steps, int features, int categoryFields) {
        this.steps = steps;
        this.features = features;
        this.cells = new Ring(steps * features);
        this.seasonal = new Ring(steps * features);
        this.startMs = new long[steps];
        this.scales = new FeatureScale[features];
        for (int f = 0; f < features; f++) {
            scales[f] = new FeatureScale();
        }
        this.profile = new SeasonalProfile(features);
        this.variability = new Variability(features, Math.max(3, steps * 24 / 32));
        this.categories = new String[categoryFields];
        this.warmUp = new FirstSteps(features);
    }

    /**
     * Slides the window by one closed step.
     *
     * @param localMs start of the step in local time, see {@link TimeContext#localMs}
     */
    public void add(Step step, long localMs) {
        for (int c = 0; c < categories.length; c++) {
            String category = step.category(c);
            if (category != null) {
                categories[c] = category;
            }
        }
        head = (head + 1) % steps;
        startMs[head] = step.startMs();
        FirstSteps first = warmUp;
        if (first != null) {
            first.add(step, (int) count);
            for (int f = 0; f < features; f++) {
                cells.set(head * features + f, Float.NaN);
                seasonal.set(head * features + f, Float.NaN);
            }
            count++;
            if (count == WARM_UP_STEPS) {
                startScales(first);
            }
            return;
        }
        count++;
        boolean season = profile.ready(localMs);
        for (int f = 0; f < features; f++) {
            double x = step.value(f);
            FeatureScale scale = scales[f];
            if (!scale.ready() && !Double.isNaN(x)) {
                scale.start(new double[] {x});
            }
            scale.add(x);
            if (scale.settles(count)) {
                refresh(f);
            }
            // NaN before the scale is known.
            double off = scale.scalesAbove(x);
            cells.set(head * features + f, (float) FeatureScale.asinh(off));
            seasonal.set(
                    head * features + f,
                    season ? ShortFloat.round((float) (off - Sinh.of(profile.expected(f, localMs)))) : Float.NaN);
        }
        if (count >= nextRefresh) {
            refresh();
        }
        if (full()) {
            variability.add(cells.values(), cells.length(), head * features);
        }
    }

    /**
     * Takes over the features that are kept from another window of as many steps; the other features start new. The
     * other window must not be used any more.
     */
    public void take(Window other, FeatureMapping kept) {
        System.arraycopy(other.categories, 0, categories, 0, categories.length);
        System.arraycopy(other.startMs, 0, startMs, 0, steps);
        head = other.head;
        count = other.count;
        nextRefresh = other.nextRefresh;
        cells.take(other.cells, kept, steps);
        seasonal.take(other.seasonal, kept, steps);
        for (int f = 0; f < features; f++) {
            if (kept.kept(f)) {
                scales[f] = other.scales[kept.before(f)];
            }
        }
        profile.take(other.profile, kept);
        variability.take(other.variability, kept);
        FirstSteps first = other.warmUp;
        warmUp = first == null ? null : first.withFeatures(kept);
    }

    /** Learns the newest step into the seasonal profile; called once it has been scored. */
    public void learnSeason(long localMs) {
        if (warmUp == null) {
            profile.add(cells.values(), head * features, localMs);
        }
    }

    private void startScales(FirstSteps first) {
        for (int f = 0; f < features; f++) {
            double[] values = first.of(f);
            scales[f].start(values);
            for (int back = 0; back < Math.min(steps, WARM_UP_STEPS); back++) {
                double x = values[WARM_UP_STEPS - 1 - back];
                cells.set(
                        Math.floorMod(head - back, steps) * features + f,
                        scales[f].ready() ? (float) scales[f].normalise(x) : Float.NaN);
            }
        }
        warmUp = null;
        nextRefresh = 2L * WARM_UP_STEPS;
    }

    private void refresh() {
        nextRefresh = count + Math.min(count, REFRESH_STEPS);
        for (int f = 0; f < features; f++) {
            refresh(f);
        }
    }

    private void refresh(int f) {
        FeatureScale scale = scales[f];
        if (!scale.ready() || !scale.stale()) {
            return;
        }
        FeatureScale before = scale.copy();
        scale.refresh();
        for (int t = 0; t < steps; t++) {
            int cell = t * features + f;
            if (!Float.isNaN(cells.get(cell))) {
                cells.set(cell, (float) scale.normalise(before.denormalise(cells.get(cell))));
            }
            seasonal.set(cell, ShortFloat.round((float) (seasonal.get(cell) * before.scale() / scale.scale())));
        }
        float ratio = (float) (before.scale() / scale.scale());
        profile.rescale(f, ratio, u -> scale.normalise(before.denormalise(u)));
        variability.rescaled();
    }

    public int steps() {
        return steps;
    }

    public int features() {
        return features;
    }

    /** Steps seen since the entity's first. */
    public long count() {
        return count;
    }

    /** Whether the scales are known and the window is full. */
    public boolean full() {
        return warmUp == null && count >= steps;
    }

    /** A cell in normalised units; NaN is missing. Step 0 is the oldest. */
    public float cell(int step, int feature) {
        return cells.get(ring(step) * features + feature);
    }

    /** A cell in the feature's unit; NaN is missing. */
    public double value(int step, int feature) {
        float u = cell(step, feature);
        if (Float.isNaN(u)) {
            return Double.NaN;
        }
        FeatureScale scale = scales[feature];
        double value = scale.denormalise(u);
        // A cell has a float's seven digits, so an exact 0 may come back as a tiny number: it is shown as 0.
        return Math.abs(value) < 1e-6 * (Math.abs(scale.median()) + scale.scale()) ? 0 : value;
    }

    /** How far a cell is above its seasonal value, in the feature's scale; NaN when unknown. */
    public float seasonalResidual(int step, int feature) {
        return seasonal.get(ring(step) * features + feature);
    }

    /** Start of a step, epoch milliseconds. */
    public long startMs(int step) {
        return startMs[ring(step)];
    }

    private int ring(int step) {
        int index = head + 1 + step;
        return index >= steps ? index - steps : index;
    }

    /** Copies the window into {@code target[steps × features]}, oldest step first, normalised; NaN is missing. */
    public void copyCells(float[] target) {
        cells.copy(oldest(), target);
    }

    /** The cells in normalised units; NaN is missing. */
    public Ring cells() {
        return cells;
    }

    /** {@link #seasonalResidual} of all cells. */
    public Ring seasonalResiduals() {
        return seasonal;
    }

    /** Index of the oldest step's cells in both. */
    public int oldest() {
        return ring(0) * features;
    }

    public FeatureScale scale(int feature) {
        return scales[feature];
    }

    /** How much the features move from step to step. */
    public Variability variability() {
        return variability;
    }

    public SeasonalProfile profile() {
        return profile;
    }

    /** The newest value of a category field; null before the first. */
    public @Nullable String category(int field) {
        return categories[field];
    }

    public void write(ByteBuffer out) {
        out.putLong(count);
        for (String category : categories) {
            TextCodec.writeOptional(out, category);
        }
        int known = (int) Math.min(count, steps);
        long before = 0;
        long gap = 0;
        for (int t = steps - known; t < steps; t++) {
            long next = startMs(t) - before;
            VarInt.write(out, next - gap);
            before = startMs(t);
            gap = t == steps - known ? 0 : next;
        }
        FirstSteps first = warmUp;
        if (first != null) {
            first.write(out, (int) count);
            return;
        }
        for (int t = steps - known; t < steps; t++) {
            for (int f = 0; f < features; f++) {
                out.putFloat(cell(t, f));
                out.putShort(ShortFloat.encode(seasonalResidual(t, f)));
            }
        }
        out.putLong(nextRefresh);
        for (FeatureScale scale : scales) {
            scale.write(out);
        }
        profile.write(out);
        variability.write(out);
    }

    public void read(ByteBuffer in) {
        count = in.getLong();
        for (int c = 0; c < categories.length; c++) {
            categories[c] = TextCodec.readOptional(in);
        }
        head = steps - 1;
        long before = 0;
        long gap = 0;
        int known = (int) Math.min(count, steps);
        for (int t = steps - known; t < steps; t++) {
            gap += VarInt.read(in);
            before += gap;
            gap = t == steps - known ? 0 : gap;
            startMs[t] = before;
        }
        FirstSteps first = warmUp;
        if (count < WARM_UP_STEPS && first != null) {
            first.read(in, (int) count);
            return;
        }
        warmUp = null;
        for (int t = steps - known; t < steps; t++) {
            for (int f = 0; f < features; f++) {
                cells.set(t * features + f, in.getFloat());
                seasonal.set(t * features + f, ShortFloat.decode(in.getShort()));
            }
        }
        nextRefresh = in.getLong();
        for (FeatureScale scale : scales) {
            scale.read(in);
        }
        profile.read(in);
        variability.read(in);
    }
}
