package io.tidewatch.detector;

import io.tidewatch.calibration.EvidenceCalibration;
import io.tidewatch.codec.TextCodec;
import io.tidewatch.decision.AlertPolicy;
import io.tidewatch.decision.AnomalyScore;
import io.tidewatch.decision.Change;
import io.tidewatch.decision.IncidentTracker;
import io.tidewatch.decision.Moment;
import io.tidewatch.event.FeatureMapping;
import io.tidewatch.window.Silence;
import io.tidewatch.window.Step;
import io.tidewatch.window.Window;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The large part of an {@link EntityState}, which changes only when a step closes: the window with scales and season,
 * the calibration, the silence, the incidents.
 */
final class EntityHistory {
    /** From this share of the threshold on, a step is not learned from. */
    private static final double SUSPICIOUS = 0.5;

    private final DetectorSpec spec;
    private final Window window;
    private final EvidenceCalibration calibration;
    private final Silence silence;
    private final IncidentTracker incidents;
    /** Version of the model that the calibration belongs to; null: none yet. */
    private @Nullable String modelVersion;

    /** The history of an entity never seen before. */
    EntityHistory(DetectorSpec spec) {
        this(spec, new Silence(spec.step().lengthMs()), new IncidentTracker(policy(spec)));
    }

    private EntityHistory(DetectorSpec spec, Silence silence, IncidentTracker incidents) {
        int features = spec.features().size();
        this.spec = spec;
        this.window = new Window(spec.windowSteps(), features, spec.categories().size());
        this.calibration = new EvidenceCalibration(spec.windowSteps(), features);
        this.silence = silence;
        this.incidents = incidents;
    }

    /**
     * The same history with other features: those that are kept keep what they learned, the others start new. The
     * calibration of the model starts new, too. An open incident continues. This history must not be used any more.
     */
    EntityHistory withFeatures(DetectorSpec now, FeatureMapping kept) {
        EntityHistory history = new EntityHistory(now, silence, incidents);
        history.window.take(window, kept);
        history.calibration.take(calibration, kept);
        AlertPolicy before = incidents.policy();
        incidents.use(policy(now, before.falseAlertsPerDay(), before.adaptAfterMs()));
        return history;
    }

    /** The policy as configured. */
    private static AlertPolicy policy(DetectorSpec spec) {
        return policy(spec, spec.falseAlertsPerDay(), spec.adaptAfterMs());
    }

    private static AlertPolicy policy(DetectorSpec spec, double falseAlertsPerDay, long adaptAfterMs) {
        return new AlertPolicy(
                falseAlertsPerDay, spec.windowSteps(), spec.features().size(), adaptAfterMs);
    }

    Window window() {
        return window;
    }

    EvidenceCalibration calibration() {
        return calibration;
    }

    IncidentTracker incidents() {
        return incidents;
    }

    @Nullable
    String modelVersion() {
        return modelVersion;
    }

    /** Empty steps in a row, up to now. */
    int silentSteps() {
        return silence.run();
    }

    /** Start of the newest step, epoch milliseconds. */
    long lastStepMs() {
        return window.startMs(window.steps() - 1);
    }

    /** Notes that the calibration now belongs to another model. */
    void startedModel(String version) {
        modelVersion = version;
    }

    /**
     * Slides the window by a closed step.
     *
     * @return score of the silence up to it, −log10 of its probability; 0 if none
     */
    double slide(Step step, long localMs) {
        window.add(step, localMs);
        return silence(step, localMs);
    }

    private double silence(Step step, long localMs) {
        if (spec.step().perEvent()) {
            return 0;
        }
        return step.excused() ? silence.score() : silence.add(step.events(), localMs);
    }

    /**
     * Applies the configured alert policy from the next step on. Until then a replay uses the stored policy of its
     * steps: with another one an incident might not open again, and its alert would never close.
     *
     * @return whether the policy has changed
     */
    boolean useConfiguredPolicy() {
        AlertPolicy configured = policy(spec);
        if (incidents.policy().equals(configured)) {
            return false;
        }
        incidents.use(configured);
        return true;
    }

    /**
     * Lets the entity's incident follow a step.
     *
     * @param score of the step; null: incidents do not follow it
     */
    Change follow(String entity, Step step, long localMs, @Nullable AnomalyScore score) {
        if (score == null) {
            return Change.NONE;
        }
        Moment at = new Moment(step.startMs(), localMs, intervalMs(), window.count());
        return incidents.add(spec.name(), entity, at, score);
    }

    /**
     * Whether nothing is wrong with the newest step, as far as is known: it is to be learned from.
     *
     * @param score of the step, which has been followed; null: it was not scored
     */
    boolean normal(@Nullable AnomalyScore score) {
        return incidents.open() == null
                && (score == null
                        || score.total() < SUSPICIOUS * incidents.policy().threshold(intervalMs()));
    }

    /** Usual time between steps, milliseconds. */
    private double intervalMs() {
        if (!spec.step().perEvent()) {
            return spec.step().lengthMs();
        }
        int last = window.steps() - 1;
        return Math.max(1, (window.startMs(last) - window.startMs(0)) / (double) last);
    }

    void write(ByteBuffer out) {
        TextCodec.write(out, modelVersion == null ? "" : modelVersion);
        silence.write(out);
        out.putDouble(incidents.policy().falseAlertsPerDay());
        out.putLong(incidents.policy().adaptAfterMs());
        incidents.write(out);
        window.write(out);
        calibration.write(out);
    }

    void read(ByteBuffer in) {
        readModelAndSilence(in);
        readRest(in, policy(spec, in.getDouble(), in.getLong()));
    }

    /** Reads the history of an entity state of format version 20, which did not know when to adapt. */
    void readVersion20(ByteBuffer in) {
        readModelAndSilence(in);
        readRest(in, policy(spec, in.getDouble(), spec.adaptAfterMs()));
    }

    private void readModelAndSilence(ByteBuffer in) {
        String model = TextCodec.read(in);
        modelVersion = model.isEmpty() ? null : model;
        silence.read(in);
    }

    private void readRest(ByteBuffer in, AlertPolicy policy) {
        incidents.use(policy);
        incidents.read(in);
        window.read(in);
        calibration.read(in);
    }
}
