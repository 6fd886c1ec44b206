package io.tidewatch.detector;

import io.tidewatch.calibration.CalibratedStep;
import io.tidewatch.calibration.Calibrator;
import io.tidewatch.decision.AnomalyScore;
import io.tidewatch.decision.Change;
import io.tidewatch.decision.ScoreFusion;
import io.tidewatch.decision.ScoredStep;
import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.evidence.EvidenceCalculator;
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
 * Turns an entity's events into alerts. Pure: no clock, no I/O. Owns scratch buffers, so one instance belongs to one
 * thread; all lasting state is in {@link EntityState}.
 */
public final class Detector {
    private final DetectorSpec spec;
    private final WindowSampler sampler;
    private final TimeContext time;
    private final EvidenceCalculator calculator;
    private final Calibrator calibrator;
    private final ScoreFusion fusion;
    private final StepReport report;
    private final ScoredStep unscored;
    private final JournalEntry entry = new JournalEntry();
    private ModelSchedule models = ModelSchedule.EMPTY;

    public Detector(DetectorSpec spec) {
        this(spec, (entity, window, localMs, normal) -> {});
    }

    /** @param sampler receives every full window */
    public Detector(DetectorSpec spec, WindowSampler sampler) {
        this(spec, sampler, Set.of());
    }

    /**
     * @param sampler receives every full window
     * @param without channels left out of the score, to measure their contribution
     */
    public Detector(DetectorSpec spec, WindowSampler sampler, Set<Channel> without) {
        this.spec = spec;
        this.sampler = sampler;
        int features = spec.features().size();
        this.time = new TimeContext(spec.zone());
        List<DeviationFilter> filters =
                spec.features().stream().map(FeatureSpec::filter).toList();
        this.calculator = new EvidenceCalculator(spec.windowSteps(), filters);
        this.calibrator = new Calibrator(features);
        this.fusion = new ScoreFusion(features, without);
        this.report = new StepReport(spec);
        this.unscored = ScoredStep.ofSilence(0, features);
    }

    public DetectorSpec spec() {
        return spec;
    }

    /**
     * Makes a model the active one from the next step on. The calibration of an entity that belongs to another model
     * starts again from the artifact's.
     *
     * @throws IllegalArgumentException when the model's features, window or categories are not the detector's
     */
    public void use(ModelArtifact artifact, Scorer scorer) {
        use(List.of(ScheduledModel.atOnce(artifact, scorer)));
    }

    /**
     * Lets each model score the steps from its time on, until that of the next.
     *
     * @param scheduled the newest first; replaces those of before
     * @throws IllegalArgumentException when the features, window or categories of one are not the detector's
     */
    public void use(List<ScheduledModel> scheduled) {
        models = ModelSchedule.of(spec, scheduled);
    }

    /** The state of an entity never seen before. */
    public EntityState newEntity(String entity) {
        return new EntityState(entity, spec);
    }

    /**
     * Takes one event of an entity, and scores the steps that it closes.
     *
     * @param state of the event's entity; changed
     * @param watermark of the event's task; it must have taken the event's time already
     * @param nowMs wall-clock time for {@code detectedAt}, epoch milliseconds
     * @param out receives the results, in order
     */
    public void onEvent(EntityState state, SourcedEvent event, Watermark watermark, long nowMs, Outcomes out) {
        state.clock.add(event, watermark, new Closing(state, watermark, nowMs, out));
    }

    /**
     * Advances the time of an entity that may be quiet: its steps up to the watermark close, empty ones too. Does
     * nothing for an entity that is not due.
     *
     * @return how many steps closed; that the entity is gone counts as one
     */
    public int onTime(EntityState state, Watermark watermark, long nowMs, Outcomes out) {
        Closing closing = new Closing(state, watermark, nowMs, out);
        state.clock.advance(watermark, closing);
        return closing.steps;
    }

    /**
     * The watermark at which {@link #onTime} has something to do for this entity if no event comes before.
     * {@link Long#MAX_VALUE} when never.
     */
    public long nextDueMs(EntityState state) {
        return state.clock.nextDueMs();
    }

    /** Receives the steps that one call closes. */
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
            boolean excused = shared != null && !shared.isReportedBy(state.entity());
            try {
                decide(state, excused ? step.excuse() : step, excused ? null : shared, nowMs, out);
            } catch (RuntimeException e) {
                // The changes of the step before the fault are not in the journal, so everything must be written.
                state.changedAtOnce();
                throw e;
            }
        }

        @Override
        public void gone() {
            steps++;
            if (state.history().incidents().gone()) {
                state.changedAtOnce();
                report.gone(state, models.at(state.history().lastStepMs()), nowMs, out);
            }
        }

        @Override
        public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
            out.leftOut(event, cause, byMs);
        }
    }

    /**
     * The way of a step: window, evidence, p-values, score, incident, alert.
     *
     * @param shared the silence that the entity reports for its whole source; null: none
     */
    private void decide(EntityState state, Step step, @Nullable SharedSilence shared, long nowMs, Outcomes out) {
        EntityHistory history = state.history();
        Window window = history.window();
        long localMs = time.localMs(step.startMs());
        if (history.useConfiguredPolicy()) {
            state.changedAtOnce();
        }
        double silence = history.slide(step, localMs);
        ActiveModel model = models.at(step.startMs());
        StepResult.Phase phase = phase(state, step, model);
        boolean followed = phase != StepResult.Phase.LEARNING;
        CalibratedStep calibrated = null;
        if (window.full()) {
            calibrated = calibrator.calibrate(history.calibration(), evidence(state, phase, model, localMs), window);
        }
        ScoredStep scored = calibrated == null || !followed ? unscored : fusion.fuse(calibrated, window, silence);
        AnomalyScore score = followed ? scored.score() : null;
        Change change = history.follow(state.entity(), step, localMs, score);
        if (calibrated != null) {
            sampler.sample(state.entity(), window, localMs, history.normal(score));
        }
        report.decided(new DecidedStep(state, step, shared, phase, scored, change), calculator, model, nowMs, out);
        window.learnSeason(localMs);
        state.took(
                step,
                calibrated == null ? null : calibrated.update(),
                score == null ? null : score.journaled(history.incidents().newestOdd()),
                entry);
    }

    private static StepResult.Phase phase(EntityState state, Step step, @Nullable ActiveModel active) {
        // The model was trained on this step as normal data, so it is not scored.
        boolean trainedOn = active != null
                && step.startMs() <= active.artifact().provenance().trainedUntilMs(state.entity());
        if (!state.history().window().full() || trainedOn) {
            return StepResult.Phase.LEARNING;
        }
        return active == null ? StepResult.Phase.WITHOUT_MODEL : StepResult.Phase.FULL;
    }

    private Evidence evidence(EntityState state, StepResult.Phase phase, @Nullable ActiveModel active, long localMs) {
        EntityHistory history = state.history();
        if (active == null || phase != StepResult.Phase.FULL) {
            return calculator.withoutModel(history.window());
        }
        if (!active.artifact().version().equals(history.modelVersion())) {
            // Only now: the model's calibration is in scales, which settle during the steps that the model was trained
            // on.
            history.calibration().startModel(active.artifact().calibration(), history.window());
            state.changedAtOnce();
            history.startedModel(active.artifact().version());
        }
        return calculator.withModel(history.window(), active.scorer(), active.side(), localMs, active.regressions());
    }
}
