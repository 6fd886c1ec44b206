package io.tidewatch.detector;

import io.tidewatch.Alert;
import io.tidewatch.decision.FusedScore;
import io.tidewatch.decision.IncidentTracker;
import io.tidewatch.decision.JournaledScore;
import io.tidewatch.decision.ScoreFusion;
import io.tidewatch.evidence.Channel.Family;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.evidence.EvidenceCalculator;
import io.tidewatch.evidence.ScoringBatch;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Scorer;
import io.tidewatch.window.DeviationFilter;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.SharedSilence;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.Step;
import io.tidewatch.window.StepClock;
import io.tidewatch.window.TimeContext;
import io.tidewatch.window.Watermark;
import io.tidewatch.window.Window;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The core put together: takes an entity's events in, gives alerts out. Pure: no clock, no I/O. Owns scratch buffers, so
 * one instance belongs to one thread; all that must survive is in {@link EntityState}.
 */
public final class Detector {
    private final DetectorSpec spec;
    private final WindowSampler sampler;
    private final TimeContext time;
    private final WaitingSteps waiting;
    private final ScoringBatch batch = new ScoringBatch();
    private final ScoreFusion judge;
    private final StepReport report;
    private final JournalEntry entry = new JournalEntry();
    private @Nullable ActiveModel model;

    public Detector(DetectorSpec spec) {
        this(spec, (entity, window, localMs) -> {});
    }

    /** @param sampler shown every full window */
    public Detector(DetectorSpec spec, WindowSampler sampler) {
        this(spec, sampler, Set.of());
    }

    /**
     * @param sampler shown every full window
     * @param unheard families of evidence left out of the decision, to see what they add
     */
    public Detector(DetectorSpec spec, WindowSampler sampler, Set<Family> unheard) {
        this.spec = spec;
        this.sampler = sampler;
        int features = spec.features().size();
        this.time = new TimeContext(spec.zone());
        List<DeviationFilter> interests =
                spec.features().stream().map(FeatureSpec::interest).toList();
        this.waiting = new WaitingSteps(() -> new EvidenceCalculator(spec.windowSteps(), interests));
        this.judge = new ScoreFusion(features, unheard);
        this.report = new StepReport(spec);
    }

    public DetectorSpec spec() {
        return spec;
    }

    /**
     * Takes a model into use from the next step on. An entity whose evidence was calibrated for another model starts that
     * calibration anew, from the artifact's.
     *
     * @throws IllegalArgumentException when the model's features, window or categories are not the detector's
     */
    public void use(ModelArtifact artifact, Scorer scorer) {
        settle();
        model = ActiveModel.of(spec, artifact, scorer);
    }

    /** Version of the model in use; null: none yet. */
    public @Nullable String modelVersion() {
        ActiveModel current = model;
        return current == null ? null : current.artifact().version();
    }

    /** The state of an entity never seen before. */
    public EntityState newEntity(String entity) {
        return new EntityState(entity, spec);
    }

    /**
     * Takes one event of an entity: closes the steps that it completes. Scores them together with those of other
     * entities, which costs less, and decides: by the next {@link #settle} at the latest. What comes of it is the same as
     * if each were scored at once.
     *
     * @param state of the event's entity; changed
     * @param watermark that the event's source is part of, and has told the event's time to
     * @param nowMs wall-clock time for {@code detectedAt}, epoch milliseconds
     * @param out told what came of it, in order
     */
    public void add(EntityState state, SourcedEvent event, Watermark watermark, long nowMs, Outcomes out) {
        state.clock.add(event, watermark, new Closing(state, watermark, nowMs, out));
    }

    /** {@link #add}, settled at once. */
    public void onEvent(EntityState state, SourcedEvent event, Watermark watermark, long nowMs, Outcomes out) {
        add(state, event, watermark, nowMs, out);
        settle();
    }

    /**
     * Lets time pass for an entity that may be quiet: its steps up to then close, empty ones too, and are decided about as
     * with {@link #add}. Does nothing for an entity that is not due.
     *
     * @return how many steps closed; that the entity is gone counts as one
     */
    public int advance(EntityState state, Watermark watermark, long nowMs, Outcomes out) {
        Closing closing = new Closing(state, watermark, nowMs, out);
        state.clock.advance(watermark, closing);
        return closing.steps;
    }

    /** {@link #advance}, settled at once. */
    public void onTime(EntityState state, Watermark watermark, long nowMs, Outcomes out) {
        advance(state, watermark, nowMs, out);
        settle();
    }

    /**
     * The watermark at which {@link #advance} has something to do for this entity if no event comes before.
     * {@link Long#MAX_VALUE} when never.
     */
    public long nextDueMs(EntityState state) {
        return state.clock.nextDueMs();
    }

    /** Takes what one call closes. */
    private final class Closing implements StepClock.Listener {
        private final EntityState state;
        private final Watermark watermark;
        private final long nowMs;
        private final Outcomes out;
        private int steps;

        private Closing(EntityState state, Watermark watermark, long nowMs, Outcomes out) {
            this.state = state;
            this.watermark = watermark;
            this.nowMs = nowMs;
            this.out = out;
        }

        @Override
        public void closed(Step step) {
            steps++;
            SharedSilence shared = state.clock.silence(step, watermark);
            boolean excused = shared != null && !shared.isToldBy(state.entity());
            settle(state);
            ClosedStep closed = waiting.hold(state, excused ? step.excuse() : step, nowMs, out);
            closed.shared = excused ? null : shared;
            Detector.this.closed(closed);
        }

        @Override
        public void gone() {
            steps++;
            Detector.this.gone(state, nowMs, out);
        }

        @Override
        public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
            out.leftOut(event, cause, byMs);
        }
    }

    private void gone(EntityState state, long nowMs, Outcomes out) {
        settle(state);
        if (state.history().incidents().gone()) {
            state.changedAtOnce();
            report.gone(state, nowMs, out, model);
        }
    }

    private void closed(ClosedStep closed) {
        try {
            take(closed);
        } catch (RuntimeException e) {
            closed.state().changedAtOnce();
            throw e;
        }
        if (waiting.add()) {
            settle();
        }
    }

    /** Slides the window by a step, and looks at it with all but the network. */
    private void take(ClosedStep closed) {
        EntityState state = closed.state();
        Step step = closed.step();
        EntityHistory history = state.history();
        Window window = history.window();
        closed.localMs = time.localMs(step.startMs());
        closed.silence = history.add(step, closed.localMs);
        if (history.useConfiguredBudget()) {
            state.changedAtOnce();
        }
        ActiveModel live = model;
        // What the model was shown as normal is history, not news.
        boolean taught =
                live != null && step.startMs() <= live.artifact().provenance().trainedUntilMs(state.entity());
        closed.phase = !window.full() || taught
                ? StepResult.Phase.LEARNING
                : live == null ? StepResult.Phase.WITHOUT_MODEL : StepResult.Phase.FULL;
        if (live == null || closed.phase != StepResult.Phase.FULL) {
            if (window.full()) {
                closed.calculator.withoutModel(window);
            }
            return;
        }
        if (!live.artifact().version().equals(history.modelVersion())) {
            // Not before: what the model calls usual is told in scales, which settle while it is taught.
            history.calibration().startModel(live.artifact().calibration(), window);
            state.changedAtOnce();
            history.startedModel(live.artifact().version());
        }
        closed.calculator.prepare(window, live.scorer(), live.side(), closed.localMs, live.regressions());
        batch.add(closed.calculator);
    }

    /** {@link #settle} if a step of this entity waits: to be called before its state is written or goes. */
    public void settle(EntityState state) {
        if (waiting.any(state)) {
            settle();
        }
    }

    /**
     * Decides about all steps that wait, in the order in which they closed. A fault in one takes no other with it; it is
     * thrown when all are done.
     */
    public void settle() {
        ActiveModel live = model;
        if (live != null) {
            batch.reconstruct(live.scorer());
        }
        waiting.forEach(this::conclude);
    }

    private void conclude(ClosedStep closed) {
        EntityState state = closed.state();
        EntityHistory history = state.history();
        Window window = history.window();
        boolean full = window.full();
        FusedScore judgement = full
                ? judge.judge(evidence(closed, window), window, history.calibration(), closed.silence)
                : judge.silenceOnly(0);
        if (full) {
            sampler.sample(state.entity(), window, closed.localMs);
        }
        boolean followed = closed.phase != StepResult.Phase.LEARNING;
        if (!followed) {
            judgement = judge.silenceOnly(0);
        }
        IncidentTracker.Change change = followed
                ? history.follow(state.entity(), closed.step(), closed.localMs, judgement)
                : IncidentTracker.Change.NONE;
        report.tell(closed, judgement, change, model);
        window.learnSeason(closed.localMs);
        state.took(
                closed.step(),
                full ? judge.lesson() : null,
                followed ? JournaledScore.of(judgement, history.incidents().newestOdd()) : null,
                entry);
    }

    private Evidence evidence(ClosedStep closed, Window window) {
        ActiveModel live = model;
        return live == null || closed.phase != StepResult.Phase.FULL
                ? closed.calculator.evidence()
                : closed.calculator.conclude(window, live.scorer());
    }

    /** What the detector reports back. */
    public interface Outcomes {

        /** A step closed and was judged. */
        void step(StepResult result);

        /** A message for the alerts topic. */
        void alert(Alert alert);

        /** An event was left out, see {@link StepClock.Listener#leftOut}. */
        void leftOut(SourcedEvent event, LeftOut cause, long byMs);
    }
}
