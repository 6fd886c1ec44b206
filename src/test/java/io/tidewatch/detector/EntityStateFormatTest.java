package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.Alert;
import io.tidewatch.event.Event;
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
import io.tidewatch.scoring.Channel;
import io.tidewatch.scoring.CompiledScorer;
import io.tidewatch.scoring.Deviations;
import io.tidewatch.scoring.SideInput;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityStateFormatTest {
    private static final long MINUTE_MS = 60_000;
    private static final DetectorSpec SPEC = spec(2, 32);

    private final List<StepResult> steps = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final Detector.Outcomes outcomes = new Detector.Outcomes() {
        @Override
        public void step(StepResult result) {
            steps.add(result);
        }

        @Override
        public void alert(Alert alert) {
            alerts.add(alert);
        }

        @Override
        public void late(Event event, long byMs) {}
    };

    private static DetectorSpec spec(int features, int windowSteps) {
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
                0.1,
                ModelSpec.DEFAULT);
    }

    /** What the stores would hold of one entity. */
    private static final class Stored {
        private final EntityStateFormat format = new EntityStateFormat(SPEC);
        private byte[] history = {};
        private byte[] recent = {};
        private int historyWrites;

        private void write(EntityState state) {
            if (format.mustWriteHistory(state)) {
                history = format.writeHistory(state);
                historyWrites++;
            }
            recent = format.writeRecent(state);
        }

        private EntityState read() {
            return format.read(recent, () -> history);
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
        detector.onEvent(state, event, event.timestampMs(), 0, outcomes);
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
                .withRegressions(Channel.REGRESSED.stream()
                        .map(channel -> new Regression(new DenseLayer(
                                new float[Deviations.lags(channel, 32) + features][features],
                                new float[features],
                                Activation.IDENTITY)))
                        .toList());
        ModelArtifact artifact = ModelArtifact.of(
                ModelSpec.DEFAULT,
                spec.features(),
                List.of(List.of("night")),
                trained,
                Calibration.NONE,
                new Provenance(0, -1, 1, 1, 7, 0, 0, Map.of()));
        detector.use(artifact, CompiledScorer.compile(trained.network()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 40, 333})
    void whatIsReadGoesOnAsIfNeverWritten(int every) {
        EntityState undisturbed = run(Integer.MAX_VALUE, new Stored());
        List<StepResult> expectedSteps = List.copyOf(steps);
        List<Alert> expectedAlerts = List.copyOf(alerts);
        steps.clear();
        alerts.clear();

        EntityState restarted = run(every, new Stored());

        assertThat(steps).isEqualTo(expectedSteps);
        assertThat(alerts).isEqualTo(expectedAlerts).isNotEmpty();
        EntityStateFormat format = new EntityStateFormat(SPEC);
        assertThat(format.writeHistory(restarted)).isEqualTo(format.writeHistory(undisturbed));
        assertThat(format.writeRecent(restarted)).isEqualTo(format.writeRecent(undisturbed));
    }

    /** Feeds all events, with a model from the middle on; writes and reads the state now and then. */
    private EntityState run(int every, Stored stored) {
        Detector detector = new Detector(SPEC);
        EntityState state = detector.newEntity("host");
        List<Event> events = events();
        for (int i = 0; i < events.size(); i++) {
            if (i == 400) {
                useModel(detector);
            }
            feed(detector, state, events.get(i));
            if (i % every == 0) {
                stored.write(state);
                state = stored.read();
            }
        }
        return state;
    }

    @Test
    void historyIsWrittenWholeOnceInSeveralSteps() {
        Stored stored = new Stored();
        Detector detector = new Detector(SPEC);
        EntityState state = detector.newEntity("host");
        long bytes = 0;
        long whole = 0;
        for (Event event : events()) {
            feed(detector, state, event);
            int before = stored.historyWrites;
            stored.write(state);
            bytes += stored.recent.length + (stored.historyWrites > before ? stored.history.length : 0);
            whole += stored.recent.length + stored.history.length;
        }
        assertThat(stored.historyWrites).isLessThan(events().size() / 3);
        assertThat(bytes).isLessThan(whole / 2);
    }

    @Test
    void eventThatClosesNoStepNeedsNoHistory() {
        Stored stored = new Stored();
        Detector detector = new Detector(SPEC);
        EntityState state = detector.newEntity("host");
        for (Event event : events().subList(0, 100)) {
            feed(detector, state, event);
        }
        stored.write(state);
        EntityState read = stored.format.read(stored.recent, () -> {
            throw new AssertionError("the history was read");
        });
        feed(detector, read, new Event("host", 99 * MINUTE_MS + 1, new double[] {1, 2}, new String[] {null}));
        assertThat(stored.format.mustWriteHistory(read)).isFalse();
        assertThat(stored.format.writeRecent(read)).isNotEmpty();
    }

    @Test
    void stateOfAnotherShapeIsRefusedWithTheRemedy() {
        Stored stored = new Stored();
        run(1, stored);
        assertThatThrownBy(() -> new EntityStateFormat(spec(2, 64)).read(stored.recent, () -> stored.history))
                .hasMessageContaining("window steps 32, configured is 64")
                .hasMessageContaining("new name");
        byte[] newer = stored.recent.clone();
        newer[0] = 9;
        assertThatThrownBy(() -> stored.format.read(newer, () -> stored.history))
                .hasMessageContaining("format version 9");
        assertThatThrownBy(() -> EntityStateFormat.dueMs(newer)).hasMessageContaining("format version 9");
    }

    @Test
    void damagedStateIsRefused() {
        Stored stored = new Stored();
        run(1, stored);
        for (int length = 1; length < stored.recent.length; length++) {
            byte[] cut = Arrays.copyOf(stored.recent, length);
            assertThatThrownBy(() -> stored.format.read(cut, () -> stored.history))
                    .hasMessageContaining("damaged");
        }
        for (int length = 1; length < stored.history.length; length += 7) {
            byte[] cut = Arrays.copyOf(stored.history, length);
            assertThatThrownBy(
                            () -> stored.format.read(stored.recent, () -> cut).history())
                    .hasMessageContaining("damaged");
        }
        Stored other = new Stored();
        EntityState young = new Detector(SPEC).newEntity("host");
        other.write(young);
        assertThatThrownBy(() ->
                        stored.format.read(stored.recent, () -> other.history).history())
                .hasMessageContaining("its journal goes on from");
    }

    @Test
    void stateOfEightFeaturesStaysWithinEightKilobytes() {
        DetectorSpec spec = spec(8, 32);
        Detector detector = new Detector(spec);
        useModel(detector, spec);
        EntityStateFormat format = new EntityStateFormat(spec);
        EntityState state = detector.newEntity("host");
        Random random = new Random(5);
        int largest = 0;
        int history = 0;
        for (int minute = 0; minute < 4 * 1440; minute++) {
            Event event =
                    new Event("host", minute * MINUTE_MS, random.doubles(8).toArray(), new String[] {"x"});
            feed(detector, state, event);
            if (format.mustWriteHistory(state)) {
                history = format.writeHistory(state).length;
            }
            largest = Math.max(largest, history + format.writeRecent(state).length);
        }
        assertThat(largest).isLessThan(8 * 1024);
    }
}
