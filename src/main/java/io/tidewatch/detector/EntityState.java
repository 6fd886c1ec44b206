package io.tidewatch.detector;

import io.tidewatch.calibration.CalibrationUpdate;
import io.tidewatch.decision.AnomalyScore;
import io.tidewatch.event.FeatureMapping;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.window.Step;
import io.tidewatch.window.StepClock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that the detector remembers of one entity: its open steps, which each event changes, and its {@link EntityHistory},
 * which is fetched when a step closes, not before. Mutable; belongs to one thread at a time.
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

    /** @param stored asked for the history when it is first needed */
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

    /** The same with other features, see {@link EntityHistory#withFeatures}. This one must not be used any more. */
    EntityState withFeatures(DetectorSpec now, FeatureMapping kept) {
        // Not asked of this state when it is wanted: the new one would keep it.
        EntityHistory known = history().withFeatures(now, kept);
        EntityState state =
                new EntityState(entity, now, new StepJournal(), () -> known, clock.withFeatures(now.features(), kept));
        state.historyChanged = true;
        return state;
    }

    /** What it was made for. */
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

    /** Gives the history away, with which this state ends; null when it was never fetched. */
    @Nullable
    EntityHistory takeHistory() {
        EntityHistory known = history;
        history = null;
        return known;
    }

    /** The history has taken a step. */
    void took(Step step, @Nullable CalibrationUpdate update, @Nullable AnomalyScore followed, JournalEntry entry) {
        journal.add(step, update, followed, entry);
        historyChanged = true;
    }

    /** The history changed by more than a step. */
    void changedAtOnce() {
        journal.giveUp();
        historyChanged = true;
    }

    /** The history is not stored as it is. */
    void historyToStore() {
        historyChanged = true;
    }

    /** Whether the history has changed since {@link #historyStored}. */
    public boolean historyChanged() {
        return historyChanged;
    }

    /** The history has been stored as it is. */
    public void historyStored() {
        historyChanged = false;
    }

    /**
     * Bytes that one entity takes on the heap, with what finds it there, about: what it takes to hold many. (Measured:
     * within a tenth from 2 to 38 features; of one it is up to a third too little.)
     *
     * @param spec of its detector
     */
    public static long heapBytes(DetectorSpec spec) {
        int features = spec.features().size();
        long histograms = Evidence.size(features) * 68L;
        long cells = 8L * features * spec.windowSteps() + 12L * spec.windowSteps();
        long seasonAndScale = 1_400L * features;
        return 2_400 + cells + seasonAndScale + histograms;
    }
}
