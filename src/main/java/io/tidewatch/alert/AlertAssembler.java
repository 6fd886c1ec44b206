package io.tidewatch.alert;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.AlertWindow;
import io.tidewatch.AnomalyKind;
import io.tidewatch.Contribution;
import io.tidewatch.FeatureWindow;
import io.tidewatch.Severity;
import io.tidewatch.decision.Incident;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import io.tidewatch.window.Window;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes an incident as the Avro message that goes out. */
public final class AlertAssembler {
    /** Anomaly score at which the score is one half: one step in a thousand. */
    private static final double HALF_SCORE = 3;

    /** Digits of a value that come from the event and not from how the window keeps it. */
    private static final MathContext DIGITS = new MathContext(6);

    private final String detector;
    private final List<FeatureSpec> features;
    private final StepSpec step;
    private final Sentence sentence;

    public AlertAssembler(String detector, List<FeatureSpec> features, StepSpec step, ZoneId zone) {
        this.detector = detector;
        this.features = List.copyOf(features);
        this.step = step;
        this.sentence = new Sentence(step, zone);
    }

    /** The score in an alert of an anomaly score: 0..1, monotone, one half at one in a thousand, fine to the end. */
    public static double score(double anomalyScore) {
        return anomalyScore / (anomalyScore + HALF_SCORE);
    }

    /** The anomaly score of a score in an alert: the inverse of {@link #score}. */
    public static double anomalyScore(double score) {
        return HALF_SCORE * score / (1 - score);
    }

    /** Writes the message that an incident has ended. */
    public Alert close(Incident incident, IncidentEnd end, AlertContext context) {
        return basis(AlertStatus.CLOSED, incident, context)
                .setContributions(List.of())
                .setLatentCode(null)
                .setMessage(sentence.ofEnd(incident, end, context.entity()))
                .setWindow(null)
                .build();
    }

    /**
     * Writes the message that an incident has begun or goes on.
     *
     * @param status OPEN or UPDATE
     * @param silent how long the entity has sent nothing
     */
    public Alert assemble(
            AlertStatus status, Incident incident, AlertContext context, Explanation explanation, Silent silent) {
        Window window = context.window();
        List<Contribution> contributions = contributions(window, explanation);
        long newestMs = window.startMs(window.steps() - 1);
        return basis(status, incident, context)
                .setContributions(contributions)
                .setLatentCode(explanation.code())
                .setMessage(sentence.of(incident, context.entity(), contributions, silent, newestMs))
                .setWindow(drawing(window, explanation))
                .build();
    }

    private Alert.Builder basis(AlertStatus status, Incident incident, AlertContext context) {
        Window window = context.window();
        return Alert.newBuilder()
                .setId(incident.id())
                .setStatus(status)
                .setSequence(incident.sequence())
                .setKind(AnomalyKind.valueOf(incident.kind().name()))
                .setSeverity(Severity.valueOf(incident.severity().name()))
                .setEntity(context.entity())
                .setModelVersion(context.modelVersion())
                .setDetector(detector)
                .setStartedAt(Instant.ofEpochMilli(incident.startedMs()))
                .setLastAnomalousAt(Instant.ofEpochMilli(incident.lastAnomalousMs()))
                .setWindowStart(Instant.ofEpochMilli(window.startMs(0)))
                .setWindowEnd(Instant.ofEpochMilli(window.startMs(window.steps() - 1) + step.lengthMs()))
                .setDetectedAt(Instant.ofEpochMilli(context.nowMs()))
                .setScore(score(incident.peak()))
                .setProbability(Math.pow(10, -incident.peak()))
                .setThreshold(Math.pow(10, -incident.threshold()));
    }

    private List<Contribution> contributions(Window window, Explanation explanation) {
        List<Contribution> contributions = new ArrayList<>();
        for (Explanation.Part part : explanation.parts()) {
            double actual = window.value(part.step(), part.feature());
            contributions.add(Contribution.newBuilder()
                    .setFeature(features.get(part.feature()).name())
                    .setStepTime(Instant.ofEpochMilli(window.startMs(part.step())))
                    .setActual(rounded(actual))
                    .setExpected(known(part.expected()))
                    .setLower(known(part.lower()))
                    .setUpper(known(part.upper()))
                    .setShare(part.share())
                    .build());
        }
        return contributions;
    }

    private AlertWindow drawing(Window window, Explanation explanation) {
        List<Instant> times = new ArrayList<>();
        for (int t = 0; t < window.steps(); t++) {
            times.add(Instant.ofEpochMilli(window.startMs(t)));
        }
        List<FeatureWindow> lines = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            List<@Nullable Float> actual = new ArrayList<>();
            List<@Nullable Float> expected = new ArrayList<>();
            for (int t = 0; t < window.steps(); t++) {
                actual.add(orNull(window.value(t, f)));
                expected.add(orNull(explanation.expected(t, f)));
            }
            lines.add(new FeatureWindow(features.get(f).name(), actual, expected, explanation.share(f)));
        }
        return new AlertWindow(times, lines);
    }

    private static @Nullable Double rounded(double value) {
        return Double.isNaN(value) ? null : known(value);
    }

    private static double known(double value) {
        return Double.isInfinite(value)
                ? value
                : new BigDecimal(value).round(DIGITS).doubleValue();
    }

    private static @Nullable Float orNull(double value) {
        return Double.isNaN(value) ? null : (float) known(value);
    }
}
