package io.tidewatch.detector;

import io.tidewatch.calibration.CalibrationUpdate;
import io.tidewatch.decision.AnomalyScore;
import io.tidewatch.event.FeatureMapping;
import io.tidewatch.evidence.Channels;
import io.tidewatch.window.Step;
import io.tidewatch.window.StepClock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The detector's state of one entity: its open steps, which each event changes, and its {@link EntityHistory}, which is
 * loaded only when a step closes. Mutable; belongs to one thread at a time.
 */
public final class EntityState {
    private final String entity;
    private final DetectorSpec spec;
    private final Supplier<EntityHistory> stored;
    private @Nullable EntityHistory history;
    private boolean historyChanged;
    final StepClock clock;
    final StepJournal journal;

    /** The state of an entity never seen before. */
    EntityState(String entity, DetectorSpec spec) {
        this(entity, spec, new StepJournal(), () -> new EntityHistory(spec));
        historyChanged = true;
    }

    /** @param stored loads the history when it is first needed */
    EntityState(String entity, DetectorSpec spec, StepJournal journal, Supplier<EntityHistory> stored) {
        this(
                entity,
                spec,
                journal,
                stored,
                new StepClock(spec.step(), spec.features(), spec.categories().size(), spec.windowSteps()));
    }

    private EntityState(
            String entity, DetectorSpec spec, StepJournal journal, Supplier<EntityHistory> stored, StepClock clock) {
        this.entity = entity;
        this.spec = spec;
        this.journal = journal;
        this.stored = stored;
        this.clock = clock;
    }

    /**
     * The same state with other features, see {@link EntityHistory#withFeatures}. This one must not be used any more.
     */
    EntityState withFeatures(DetectorSpec now, FeatureMapping kept) {
        // Loaded now: a supplier that refers to this state would keep it in memory.
        EntityHistory known = history().withFeatures(now, kept);
        EntityState state =
                new EntityState(entity, now, new StepJournal(), () -> known, clock.withFeatures(now.features(), kept));
        state.historyChanged = true;
        return state;
    }

    /** The spec that the state was made for. */
    DetectorSpec spec() {
        return spec;
    }

    public String entity() {
        return entity;
    }

    EntityHistory history() {
        EntityHistory known = history;
        if (known == null) {
            known = stored.get();
            history = known;
        }
        return known;
    }

    /** Empty steps in a row, up to now. */
    public int silentSteps() {
        return history().silentSteps();
    }

    /** Hands over the history, after which this state must not be used; null when it was never loaded. */
    @Nullable
    EntityHistory takeHistory() {
        EntityHistory known = history;
        history = null;
        return known;
    }

    /** Notes a step that the history has taken. */
    void took(Step step, @Nullable CalibrationUpdate update, @Nullable AnomalyScore followed, JournalEntry entry) {
        journal.add(step, update, followed, entry);
        historyChanged = true;
    }

    /** Notes a change of the history beside its steps: the next record must hold everything. */
    void changedAtOnce() {
        journal.giveUp();
        historyChanged = true;
    }

    /** Notes that the history differs from the stored one. */
    void historyToStore() {
        historyChanged = true;
    }

    /** Whether the history has changed since {@link #historyStored}. */
    public boolean historyChanged() {
        return historyChanged;
    }

    /** Notes that the history has been stored. */
    public void historyStored() {
        historyChanged = false;
    }

    /**
     * About how many bytes one of many entities takes on the heap, with its map entries. (Measured: right within a
     * tenth for 2 to 38 features; up to a third too little for one.)
     *
     * @param spec of its detector
     */
    public static long heapBytes(DetectorSpec spec) {
        int features = spec.features().size();
        long sketches = Channels.LAYOUT.size(features) * 68L;
        long cells = 8L * features * spec.windowSteps() + 12L * spec.windowSteps();
        long seasonAndScale = 1_400L * features;
        return 2_400 + cells + seasonAndScale + sketches;
    }
}
