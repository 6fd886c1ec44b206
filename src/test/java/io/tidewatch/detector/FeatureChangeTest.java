package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.decision.Incident;
import io.tidewatch.event.Event;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Measure;
import io.tidewatch.evidence.Measures;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import io.tidewatch.window.Window;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an entity still knows when its detector has got other features. */
class FeatureChangeTest {
    private static final long STEP_MS = 300_000;
    private static final int DAY = 288;
    /** Long enough for a profile of the day. */
    private static final int LEARNED = 3 * DAY;

    private static final int OUTLIER = 8;

    private final RecordedOutcomes outcomes = new RecordedOutcomes();
    private int next;

    private static DetectorSpec spec(FeatureSpec... features) {
        return new DetectorSpec(
                "d",
                List.of(features),
                List.of("mode"),
                new StepSpec(STEP_MS, 0, 0),
                32,
                ZoneOffset.UTC,
                0.1,
                ModelSpec.DEFAULT);
    }

    private static DetectorSpec means(String... names) {
        return spec(Stream.of(names)
                .map(name -> new FeatureSpec(name, Aggregate.MEAN))
                .toArray(FeatureSpec[]::new));
    }

    private static FeatureSet features(DetectorSpec spec) {
        return OnlyFeatures.of(spec).now();
    }

    /** Of a detector that has had the features of all these, the last ones now. */
    private static EntityStateFormat format(DetectorSpec... specs) {
        DetectorSpec now = specs[specs.length - 1];
        return new EntityStateFormat(
                now,
                new FeatureHistory(
                        features(now),
                        Stream.of(specs).map(FeatureChangeTest::features).toList()));
    }

    /** The same at the same time, whoever asks: each feature has its noise. */
    private static double value(String feature, int step) {
        double noise = new Random(31L * step + feature.hashCode()).nextGaussian();
        return feature.length() * 100 + 10 * Math.sin(step * 2 * Math.PI / DAY) + noise;
    }

    private void feed(EntityState state, DetectorSpec spec, int steps) {
        Detector detector = new Detector(spec);
        for (int end = next + steps; next < end; next++) {
            feed(detector, state, spec, 0);
        }
    }

    private void feed(Detector detector, EntityState state, DetectorSpec spec, double added) {
        double[] values = spec.features().stream()
                .mapToDouble(feature -> value(feature.name(), next) + added)
                .toArray();
        Event event = new Event("host", next * STEP_MS, values, new String[] {"day"});
        detector.onEvent(state, OneSource.event(event), OneSource.at(event.timestampMs()), 0, outcomes);
    }

    /** Through the bytes of a store. */
    private static EntityState stored(EntityState state, EntityStateFormat by, EntityStateFormat to) {
        by.record(state);
        ByteBuffer history = copy(by.writeHistory(state));
        return to.read(copy(by.writeRecent(state)), () -> history);
    }

    private static ByteBuffer copy(ByteBuffer written) {
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** All that the entity knows of one feature, by what it is called. */
    private static Map<String, Double> knows(EntityState state, int feature) {
        EntityHistory history = state.history();
        Window window = history.window();
        Map<String, Double> known = new TreeMap<>();
        for (int step = 0; step < window.steps(); step++) {
            known.put("value " + step, window.value(step, feature));
            known.put("off season " + step, (double) window.seasonalResidual(step, feature));
        }
        known.put("median", window.scale(feature).median());
        known.put("running median", window.scale(feature).runningMedian());
        known.put("scale", window.scale(feature).scale());
        known.put("variability", (double) window.variability().differenceFromUsual(feature));
        for (int hour = 0; hour < 24; hour++) {
            known.put("season " + hour, (double)
                    window.profile().expected(feature, LEARNED * STEP_MS + hour * 12 * STEP_MS));
        }
        for (Measure measure : Channels.MEASURES) {
            if (!measure.channel().ofModel()) {
                known.put(measure.storedName(), history.calibration().upper(measure, feature, 0.01));
            }
        }
        return known;
    }

    /** An entity that has learned for days. */
    private EntityState learned(DetectorSpec spec) {
        EntityState state = new Detector(spec).newEntity("host");
        next = 0;
        feed(state, spec, LEARNED);
        return state;
    }

    @Test
    void featuresThatStayKnowWhatTheyKnewAndNewOnesLearn() {
        DetectorSpec before = means("cpu", "disk", "network");
        DetectorSpec now = means("network", "memory", "cpu");
        EntityState undisturbed = learned(before);
        EntityStateFormat format = format(before, now);

        EntityState changed = format.ofNow(stored(learned(before), format(before), format));

        assertThat(changed.history().window().scale(1).ready()).isFalse();
        // One step further on: the movement is computed with the next step.
        feed(changed, now, 1);
        next = LEARNED;
        feed(undisturbed, before, 1);
        assertThat(changed.history().window().count()).isEqualTo(LEARNED);
        assertThat(knows(changed, 2)).isEqualTo(knows(undisturbed, 0));
        assertThat(knows(changed, 0)).isEqualTo(knows(undisturbed, 2));

        outcomes.alerts.clear();
        feed(changed, now, Window.WARM_UP_STEPS);
        Window window = changed.history().window();
        assertThat(window.scale(1).median()).isBetween(590.0, 610.0);
        assertThat(window.scale(1).scale()).isBetween(0.1, 20.0);
        feed(changed, now, DAY - Window.WARM_UP_STEPS);
        assertThat(window.scale(1).runningMedian()).isBetween(590.0, 610.0);
        assertThat(window.scale(1).scale()).isBetween(0.5, 20.0);
        assertThat(changed.history().calibration().upper(Measures.LEVEL_1, 1, 0.01))
                .isBetween(1.0, 50.0);
        assertThat(outcomes.alerts).isEmpty();
    }

    @Test
    void anotherOrderOfTheFeaturesChangesNoDecision() {
        DetectorSpec before = means("cpu", "disk");
        DetectorSpec now = means("disk", "cpu");
        EntityState undisturbed = learned(before);
        EntityStateFormat format = format(before, now);
        EntityState changed = format.ofNow(stored(learned(before), format(before), format));
        List<StepResult> expected = outliers(undisturbed, before);

        assertThat(outliers(changed, now)).isEqualTo(expected);
    }

    /** What comes of a day with one, every fifty steps. */
    private List<StepResult> outliers(EntityState state, DetectorSpec spec) {
        outcomes.steps.clear();
        next = LEARNED;
        Detector detector = new Detector(spec);
        for (int end = next + DAY; next < end; next++) {
            feed(detector, state, spec, next % 50 == 0 ? OUTLIER : 0);
        }
        return List.copyOf(outcomes.steps);
    }

    @Test
    void openIncidentStaysOpenByTheSameId() {
        DetectorSpec before = means("cpu", "disk");
        DetectorSpec now = means("disk", "memory");
        EntityStateFormat format = format(before, now);
        EntityState state = learned(before);
        Detector detector = new Detector(before);
        for (int end = next + 8; next < end; next++) {
            feed(detector, state, before, 5 * OUTLIER);
        }
        Incident open = Objects.requireNonNull(state.history().incidents().open());

        EntityState changed = format.ofNow(stored(state, format(before), format));

        assertThat(changed.history().incidents().open()).isEqualTo(open);
        outcomes.alerts.clear();
        feed(changed, now, DAY / 2);
        assertThat(outcomes.alerts.stream().map(alert -> alert.getId().toString()))
                .contains(open.id());
        assertThat(outcomes.alerts.stream().map(Alert::getStatus)).contains(AlertStatus.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 31, 32, 33, 100})
    void youngEntityGoesOnWarmingUp(int steps) {
        DetectorSpec before = means("cpu", "disk");
        DetectorSpec now = means("memory", "disk");
        EntityState undisturbed = new Detector(before).newEntity("host");
        feed(undisturbed, before, steps);
        next = 0;
        EntityState state = new Detector(before).newEntity("host");
        feed(state, before, steps);
        EntityStateFormat format = format(before, now);
        EntityState changed = format.ofNow(stored(state, format(before), format));
        next = steps;
        feed(undisturbed, before, DAY);
        next = steps;
        feed(changed, now, DAY);

        assertThat(knows(changed, 1)).isEqualTo(knows(undisturbed, 1));
        assertThat(changed.history().window().scale(0).ready()).isTrue();
    }

    @Test
    void changelogOfStepsBeforeAndAfterTheChangeLeadsToTheSameState() {
        DetectorSpec before = means("cpu", "disk", "network");
        DetectorSpec now = means("network", "memory");
        EntityState state = learned(before);
        EntityStateFormat first = format(before);
        EntityStateFormat second = format(before, now);
        List<ChangeRecord> changes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            changes.add(first.record(state));
            feed(state, before, 1);
        }
        changes.add(first.record(state));
        EntityState changed = second.ofNow(stored(state, first, second));
        for (int i = 0; i < 6; i++) {
            changes.add(second.record(changed));
            feed(changed, now, 1);
        }
        changes.add(second.record(changed));
        assertThat(changes.stream().map(ChangeRecord::number))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6);

        EntityState restoredBefore = restored(second, changes.subList(0, 7));
        EntityState restored = restored(second, changes);

        assertThat(restoredBefore.spec().features()).isEqualTo(before.features());
        assertThat(copy(second.writeHistory(restored))).isEqualTo(copy(second.writeHistory(changed)));
        assertThat(copy(second.writeHistory(second.ofNow(restoredBefore))))
                .isEqualTo(copy(second.writeHistory(second.ofNow(restored(second, changes.subList(0, 7))))));
        assertThat(second.ofNow(restored)).isSameAs(restored);
    }

    private static EntityState restored(EntityStateFormat format, List<ChangeRecord> changes) {
        EntityState state = null;
        for (ChangeRecord change : changes) {
            state = format.restore(state, change);
        }
        return Objects.requireNonNull(state);
    }

    @Test
    void stateThatNobodyUsedMeanwhileKnowsWhatIsLeftAfterSeveralChanges() {
        DetectorSpec first = means("cpu", "disk", "network");
        DetectorSpec second = means("cpu", "memory");
        DetectorSpec third = means("memory", "network", "cpu");
        EntityState undisturbed = learned(first);
        EntityStateFormat format = format(first, second, third);

        EntityState changed = format.ofNow(stored(learned(first), format(first), format));
        feed(changed, third, 1);
        next = LEARNED;
        feed(undisturbed, first, 1);

        assertThat(knows(changed, 1)).isEqualTo(knows(undisturbed, 2));
        assertThat(knows(changed, 2)).isEqualTo(knows(undisturbed, 0));
        EntityStateFormat unaware = format(second, third);
        assertThatThrownBy(() -> stored(learned(first), format(first), unaware))
                .hasMessageContaining("features of other names, order or aggregates")
                .hasMessageContaining("tidewatch reset");
    }

    @Test
    void featureOfAnotherAggregateOrFieldStartsAnew() {
        DetectorSpec before = means("cpu", "disk");
        DetectorSpec largest = spec(
                new FeatureSpec("cpu", new Aggregate(Aggregate.Kind.MAX, Double.NaN)),
                new FeatureSpec("disk", Aggregate.MEAN));
        FeatureSet fields = FeatureSet.of(before, List.of("cpu", "disks.first"));
        EntityStateFormat ofFields =
                new EntityStateFormat(before, new FeatureHistory(fields, List.of(features(before), fields)));

        EntityStateFormat ofLargest = format(before, largest);
        EntityState aggregated = ofLargest.ofNow(stored(learned(before), format(before), ofLargest));

        assertThat(aggregated.history().window().scale(0).ready()).isFalse();
        assertThat(aggregated.history().window().scale(1).ready()).isTrue();
        EntityState ofField = ofFields.ofNow(stored(learned(before), format(before), ofFields));
        assertThat(ofField.history().window().scale(0).ready()).isTrue();
        assertThat(ofField.history().window().scale(1).ready()).isFalse();
    }
}
