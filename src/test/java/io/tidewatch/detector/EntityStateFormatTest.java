package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.Alert;
import io.tidewatch.event.Event;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.RegressionInputs;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.Activation;
import io.tidewatch.model.Calibration;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.Provenance;
import io.tidewatch.model.Regression;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityStateFormatTest {
    private static final long MINUTE_MS = 60_000;
    private static final DetectorSpec SPEC = spec(2, 32);

    private final RecordedOutcomes outcomes = new RecordedOutcomes();
    private final List<StepResult> steps = outcomes.steps;
    private final List<Alert> alerts = outcomes.alerts;

    private static DetectorSpec spec(int features, int windowSteps) {
        return spec(features, windowSteps, 0.1);
    }

    private static DetectorSpec spec(int features, int windowSteps, double falseAlertsPerDay) {
        List<FeatureSpec> specs = new ArrayList<>();
        for (int f = 0; f < features; f++) {
            specs.add(new FeatureSpec("f" + f, Aggregate.MEAN));
        }
        return new DetectorSpec(
                "d",
                specs,
                List.of("mode"),
                new StepSpec(MINUTE_MS, 0, 0),
                windowSteps,
                ZoneOffset.UTC,
                falseAlertsPerDay,
                ModelSpec.DEFAULT);
    }

    private static byte[] bytes(ByteBuffer written) {
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return bytes;
    }

    private static EntityState read(EntityStateFormat format, byte[] recent, byte[] history) {
        return format.read(ByteBuffer.wrap(recent), () -> ByteBuffer.wrap(history));
    }

    /** Where an entity's state goes, and comes back from. */
    private interface Place {
        void write(EntityState state);

        EntityState read();
    }

    /** What the stores of a task hold of one entity. */
    private static class Stored implements Place {
        final EntityStateFormat format = new EntityStateFormat(SPEC, OnlyFeatures.of(SPEC));
        private byte[] history = {};
        private byte[] recent = {};

        @Override
        public void write(EntityState state) {
            format.record(state);
            if (state.historyChanged()) {
                history = bytes(format.writeHistory(state));
                state.historyStored();
            }
            recent = bytes(format.writeRecent(state));
        }

        @Override
        public EntityState read() {
            return EntityStateFormatTest.read(format, recent, history);
        }
    }

    /**
     * What the changelog holds of one entity: each number's newest record, and some that compaction has not come to
     * yet.
     */
    private static final class Changes implements Place {
        private final EntityStateFormat format = new EntityStateFormat(SPEC, OnlyFeatures.of(SPEC));
        private final Random compaction;
        private List<ChangeRecord> records = new ArrayList<>();
        private long bytes;
        private int whole;

        Changes(int seed) {
            compaction = new Random(seed);
        }

        @Override
        public void write(EntityState state) {
            ChangeRecord record = format.record(state);
            records.removeIf(older -> older.number() == record.number() && compaction.nextInt(3) > 0);
            records.add(record);
            bytes += record.bytes().length;
            whole += record.number() == 0 ? 1 : 0;
        }

        @Override
        public EntityState read() {
            EntityState state = null;
            for (ChangeRecord record : records) {
                state = format.restore(state, record);
            }
            return Objects.requireNonNull(state);
        }
    }

    private static List<Event> events() {
        Random random = new Random(3);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            double load = i == 500 || i == 620 ? 300 : 40 + 10 * Math.sin(i * 0.3) + random.nextGaussian();
            double other = i % 40 == 7 ? Double.NaN : 100 + random.nextGaussian();
            String mode = i % 97 == 0 ? null : i % 200 < 100 ? "" : "night";
            // Between 700 and 720 nothing comes: those steps close empty.
            if (i < 700 || i >= 720) {
                events.add(new Event("host", i * MINUTE_MS, new double[] {load, other}, new String[] {mode}));
            }
        }
        return events;
    }

    private void feed(Detector detector, EntityState state, Event event) {
        detector.onEvent(state, OneSource.event(event), OneSource.at(event.timestampMs()), 0, outcomes);
    }

    private static void useModel(Detector detector) {
        useModel(detector, SPEC);
    }

    private static void useModel(Detector detector, DetectorSpec spec) {
        int features = spec.features().size();
        InputLayout layout = new InputLayout(32, features, new SideInput(List.of(List.of("night"))).width());
        DenseLayer layer = new DenseLayer(
                new float[layout.width()][layout.cells()], new float[layout.cells()], Activation.IDENTITY);
        TrainedNetwork trained = new TrainedNetwork(new Network(layout, List.of(layer)), new byte[] {1}, 0)
                .withRegressions(Channels.REGRESSED.stream()
                        .map(channel -> new Regression(new DenseLayer(
                                new float[RegressionInputs.lags(channel, 32) + features][features],
                                new float[features],
                                Activation.IDENTITY)))
                        .toList());
        ModelArtifact artifact = ModelArtifact.of(
                ModelSpec.DEFAULT,
                spec.features(),
                List.of(List.of("night")),
                trained,
                Calibration.NONE,
                new Provenance(0, -1, 1, 1, 7, 0, 0, Map.of(), Map.of()));
        detector.use(artifact, CompiledScorer.compile(trained.network()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 40, 333})
    void whatIsReadGoesOnAsIfNeverWritten(int every) {
        goesOnAsIfNeverWritten(every, every, new Stored());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 40, 333})
    void whatIsReadIntoTheObjectsOfAnotherGoesOnAsIfNeverWritten(int every) {
        Stored stranger = new Stored();
        Detector detector = new Detector(SPEC);
        EntityState odd = detector.newEntity("stranger");
        useModel(detector);
        for (Event event : events()) {
            if (odd.history().incidents().open() == null || event.timestampMs() < 600 * MINUTE_MS) {
                double[] values = {-3 * event.value(0), event.timestampMs() % 7 / event.value(0)};
                feed(detector, odd, new Event("stranger", event.timestampMs(), values, new String[] {"night"}));
            }
        }
        assertThat(odd.history().incidents().open()).isNotNull();
        stranger.write(odd);
        steps.clear();
        alerts.clear();
        goesOnAsIfNeverWritten(every, every, new Stored() {
            @Override
            public EntityState read() {
                EntityState gone = EntityStateFormatTest.read(format, stranger.recent, stranger.history);
                EntityHistory reused = gone.history();
                format.release(gone);
                EntityState read = super.read();
                assertThat(read.history() == reused)
                        .isEqualTo(read.history().window().full());
                return read;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 40, 333})
    void whatIsRestoredGoesOnAsIfNeverWritten(int every) {
        goesOnAsIfNeverWritten(every, every, new Changes(every));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void recordsThatNobodyReadInBetweenTellTheSame(int every) {
        goesOnAsIfNeverWritten(every, 250, new Changes(every));
    }

    private void goesOnAsIfNeverWritten(int writeEvery, int readEvery, Place place) {
        EntityState undisturbed = run(Integer.MAX_VALUE, Integer.MAX_VALUE, new Stored());
        List<StepResult> expectedSteps = List.copyOf(steps);
        List<Alert> expectedAlerts = List.copyOf(alerts);
        steps.clear();
        alerts.clear();

        EntityState restarted = run(writeEvery, readEvery, place);

        assertThat(steps).isEqualTo(expectedSteps);
        assertThat(alerts).isEqualTo(expectedAlerts).isNotEmpty();
        EntityStateFormat format = new EntityStateFormat(SPEC, OnlyFeatures.of(SPEC));
        assertThat(bytes(format.writeHistory(restarted))).isEqualTo(bytes(format.writeHistory(undisturbed)));
        // The next record tells everything, but where it stands.
        restarted.journal.giveUp();
        undisturbed.journal.giveUp();
        assertThat(format.record(restarted).bytes())
                .isEqualTo(format.record(undisturbed).bytes());
    }

    /** Feeds all events, with a model from the middle on; writes and reads the state now and then. */
    private EntityState run(int writeEvery, int readEvery, Place place) {
        Detector detector = new Detector(SPEC);
        EntityState state = detector.newEntity("host");
        List<Event> events = events();
        for (int i = 0; i < events.size(); i++) {
            if (i == 400) {
                useModel(detector);
            }
            feed(detector, state, events.get(i));
            if (i % writeEvery == 0 || i % readEvery == 0) {
                place.write(state);
            }
            if (i % readEvery == 0) {
                state = place.read();
            }
        }
        return state;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 20})
    void incidentsAreRestoredByTheBudgetOfTheirTimeAndFollowedByTheNewOne(double newBudget) {
        DetectorSpec changed = spec(2, 32, newBudget);
        EntityStateFormat afterCrash = new EntityStateFormat(changed, OnlyFeatures.of(changed));
        Changes changes = new Changes(1);
        Detector detector = new Detector(SPEC);
        EntityState state = detector.newEntity("host");
        int open = 0;
        int closed = 0;
        for (Event event : events()) {
            feed(detector, state, event);
            changes.write(state);
            EntityState restored = null;
            for (ChangeRecord record : changes.records) {
                restored = afterCrash.restore(restored, record);
            }
            EntityHistory history = Objects.requireNonNull(restored).history();
            assertThat(history.incidents().open())
                    .isEqualTo(state.history().incidents().open());
            open += history.incidents().open() == null ? 0 : 1;

            Event next = new Event("host", event.timestampMs() + MINUTE_MS, new double[] {40, 100}, new String[] {""});
            feed(new Detector(changed), restored, next);
            boolean stepClosed =
                    history.window().count() > state.history().window().count();
            closed += stepClosed ? 1 : 0;
            assertThat(history.incidents().policy().falseAlertsPerDay()).isEqualTo(stepClosed ? newBudget : 0.1);
            assertThat(afterCrash.record(restored).number() == 0 || !stepClosed).isTrue();
        }
        assertThat(open).isPositive();
        assertThat(closed).isGreaterThan(events().size() / 2);
    }

    @Test
    void changesTakeAFractionOfTheState() {
        Changes changes = new Changes(1);
        Detector detector = new Detector(SPEC);
        EntityState state = detector.newEntity("host");
        EntityStateFormat format = new EntityStateFormat(SPEC, OnlyFeatures.of(SPEC));
        long whole = 0;
        for (Event event : events()) {
            feed(detector, state, event);
            changes.write(state);
            whole += format.writeRecent(state).remaining();
            whole += format.writeHistory(state).remaining();
        }
        assertThat(changes.whole).isLessThan(events().size() / 10);
        assertThat(changes.bytes).isLessThan(whole / 4);
        assertThat(changes.records.stream().mapToInt(ChangeRecord::number)).allMatch(number -> number <= 32);
    }

    @Test
    void eventThatClosesNoStepNeedsNoHistoryAndTakesNoNumber() {
        Stored stored = new Stored();
        Detector detector = new Detector(SPEC);
        EntityState state = detector.newEntity("host");
        for (Event event : events().subList(0, 100)) {
            feed(detector, state, event);
        }
        stored.write(state);
        EntityState read = stored.format.read(ByteBuffer.wrap(stored.recent), () -> {
            throw new AssertionError("the history was read");
        });
        int number = 0;
        for (int i = 1; i < 100; i++) {
            feed(detector, read, new Event("host", 99 * MINUTE_MS + i, new double[] {1, 2}, new String[] {null}));
            ChangeRecord record = stored.format.record(read);
            assertThat(record.number()).isPositive();
            assertThat(i == 1 || record.number() == number).isTrue();
            number = record.number();
        }
        assertThat(read.historyChanged()).isFalse();
        assertThat(stored.format.writeRecent(read).remaining()).isPositive();
    }

    @Test
    void recordOfStepsWithoutItsStateLeadsNowhere() {
        Changes changes = new Changes(1);
        run(1, 1, changes);
        ChangeRecord last = changes.records.get(changes.records.size() - 1);
        assertThat(last.number()).isPositive();
        assertThat(changes.format.restore(null, last)).isNull();
        EntityState other = new Detector(SPEC).newEntity("host");
        assertThat(changes.format.restore(other, last)).isSameAs(other);
    }

    @Test
    void stateOfFeaturesInAnotherOrderOrOfAnotherAggregateIsRefused() {
        Stored stored = new Stored();
        run(1, 1, stored);
        FeatureSpec first = SPEC.features().get(0);
        FeatureSpec second = SPEC.features().get(1);
        FeatureSpec largest = new FeatureSpec(second.name(), new Aggregate(Aggregate.Kind.MAX, Double.NaN));
        for (List<FeatureSpec> features : List.of(List.of(second, first), List.of(first, largest))) {
            DetectorSpec other = new DetectorSpec(
                    SPEC.name(),
                    features,
                    List.of("mode"),
                    SPEC.step(),
                    SPEC.windowSteps(),
                    ZoneOffset.UTC,
                    0.1,
                    ModelSpec.DEFAULT);
            assertThatThrownBy(() ->
                            read(new EntityStateFormat(other, OnlyFeatures.of(other)), stored.recent, stored.history))
                    .hasMessageContaining("other names, order or aggregates")
                    .hasMessageContaining(features.get(1).name() + " (")
                    .hasMessageContaining("new name");
        }
    }

    @Test
    void stateOfAnotherShapeIsRefusedWithTheRemedy() {
        Stored stored = new Stored();
        run(1, 1, stored);
        assertThatThrownBy(() -> read(
                        new EntityStateFormat(spec(2, 64), OnlyFeatures.of(spec(2, 64))),
                        stored.recent,
                        stored.history))
                .hasMessageContaining("window steps 32, configured is 64")
                .hasMessageContaining("new name");
        byte[] newer = stored.recent.clone();
        newer[0]++;
        assertThatThrownBy(() -> read(stored.format, newer, stored.history))
                .hasMessageContaining("format version " + newer[0]);
        assertThatThrownBy(() -> stored.format.restore(null, new ChangeRecord(0, newer)))
                .hasMessageContaining("format version " + newer[0]);
        assertThatThrownBy(() -> stored.format.restore(null, new ChangeRecord(3, newer)))
                .hasMessageContaining("format version " + newer[0]);
        assertThatThrownBy(() -> EntityStateFormat.dueMs(newer)).hasMessageContaining("format version " + newer[0]);
    }

    @Test
    void damagedStateIsRefused() {
        Stored stored = new Stored();
        run(1, 1, stored);
        for (int length = 1; length < stored.recent.length; length++) {
            byte[] cut = Arrays.copyOf(stored.recent, length);
            assertThatThrownBy(() -> read(stored.format, cut, stored.history)).hasMessageContaining("damaged");
        }
        for (int length = 1; length < stored.history.length; length += 7) {
            byte[] cut = Arrays.copyOf(stored.history, length);
            assertThatThrownBy(() -> read(stored.format, stored.recent, cut).history())
                    .hasMessageContaining("damaged");
        }
        Stored other = new Stored();
        EntityState young = new Detector(SPEC).newEntity("host");
        other.write(young);
        assertThatThrownBy(
                        () -> read(stored.format, stored.recent, other.history).history())
                .hasMessageContaining("its recent part belongs to");
    }

    @Test
    void stateOfEightFeaturesStaysWithinEightKilobytes() {
        DetectorSpec spec = spec(8, 32);
        Detector detector = new Detector(spec);
        useModel(detector, spec);
        EntityStateFormat format = new EntityStateFormat(spec, OnlyFeatures.of(spec));
        EntityState state = detector.newEntity("host");
        Random random = new Random(5);
        int largest = 0;
        for (int minute = 0; minute < 4 * 1440; minute++) {
            Event event =
                    new Event("host", minute * MINUTE_MS, random.doubles(8).toArray(), new String[] {"x"});
            feed(detector, state, event);
            int history = format.writeHistory(state).remaining();
            largest = Math.max(largest, history + format.writeRecent(state).remaining());
        }
        assertThat(largest).isLessThan(8 * 1024);
    }
}
