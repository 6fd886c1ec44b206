package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.Contribution;
import io.tidewatch.event.Event;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.EventHistory;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.DeviationFilter;
import io.tidewatch.window.DeviationFilter.Direction;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a feature's direction and ignore-below let through to the alerts. */
class DetectorFilterTest {
    private static final long MINUTE_MS = 60_000;
    private static final int USUAL = 700;
    private static final double LEVEL = 40;

    private final RecordedOutcomes outcomes = new RecordedOutcomes();
    private final List<StepResult> steps = outcomes.steps;
    private final List<Alert> alerts = outcomes.alerts;

    private static ModelArtifact model;

    private static DetectorSpec spec(DeviationFilter first) {
        return new DetectorSpec(
                "d",
                List.of(new FeatureSpec("errors", Aggregate.MEAN, first), new FeatureSpec("load", Aggregate.MEAN)),
                List.of(),
                new StepSpec(MINUTE_MS, 0, 2 * MINUTE_MS),
                32,
                ZoneOffset.UTC,
                0.1,
                new ModelSpec(ModelKind.AUTOENCODER, List.of(16, 6, 16), 4, 32, 3e-3, 1));
    }

    @BeforeAll
    static void train() {
        model = model(spec(DeviationFilter.ANY), events(LEVEL, 0).subList(0, 400));
    }

    private static List<Event> events(double level, double off) {
        List<Event> events = new ArrayList<>();
        Random random = new Random(11);
        for (int i = 0; i < USUAL + 40; i++) {
            double noise = i == USUAL ? off : Math.max(-2.5, Math.min(2.5, random.nextGaussian()));
            events.add(new Event("host", i * MINUTE_MS, level + noise, 100 + 2 * random.nextGaussian()));
        }
        return events;
    }

    /** Normal minutes, then one in which the first feature is off by so much, then normal ones again. */
    private void run(DeviationFilter filter, double level, double off, boolean withModel) {
        alerts.clear();
        steps.clear();
        DetectorSpec spec = spec(filter);
        List<Event> events = events(level, off);
        Detector detector = new Detector(spec);
        if (withModel) {
            detector.use(model, CompiledScorer.compile(model.trained().network()));
        }
        EntityState state = detector.newEntity("host");
        for (Event event : events) {
            detector.onEvent(state, OneSource.event(event), OneSource.at(event.timestampMs()), 0, outcomes);
        }
        detector.onTime(state, OneSource.at((USUAL + 41) * MINUTE_MS), 0, outcomes);
        assertThat(steps.get(USUAL).phase())
                .isEqualTo(withModel ? StepResult.Phase.FULL : StepResult.Phase.WITHOUT_MODEL);
    }

    private static ModelArtifact model(DetectorSpec spec, List<Event> events) {
        EventHistory history = new EventHistory(spec);
        events.forEach(event -> history.add(event, OneSource.ID));
        ModelTraining training = new ModelTraining(spec, new Dl4jTrainer(), CompiledScorer::compile);
        return training.train(training.prepare(history.samples()), null, 0, done -> {});
    }

    /** Minutes in which incidents began, those of the usual noise left out. */
    private List<Long> opened() {
        return alerts.stream()
                .filter(alert -> alert.getStatus() == AlertStatus.OPEN)
                .map(alert -> alert.getStartedAt().toEpochMilli() / MINUTE_MS)
                .filter(minute -> minute >= USUAL - 20)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "BOTH, 30, false, true", "BOTH, -30, false, true", "BOTH, 30, true, true", "BOTH, -30, true, true",
        "UP, 30, false, true", "UP, -30, false, false", "UP, 30, true, true", "UP, -30, true, false",
        "DOWN, 30, false, false", "DOWN, -30, false, true", "DOWN, 30, true, false", "DOWN, -30, true, true"
    })
    void onlyTheDirectionWatchedIsAlerted(Direction direction, double off, boolean withModel, boolean alerted) {
        run(new DeviationFilter(direction, 0, 0), LEVEL, off, withModel);

        assertThat(opened()).isEqualTo(alerted ? List.of((long) USUAL) : List.of());
    }

    @ParameterizedTest
    @CsvSource({"29.5, false, false", "30.5, false, true", "29.5, true, false", "30.5, true, true", "-29.5, true, false"
    })
    void deviationUnderTheBoundIsIgnoredAndOneOverItIsAlerted(double off, boolean withModel, boolean alerted) {
        run(DeviationFilter.ANY, LEVEL, off, withModel);
        assertThat(opened()).as("without a bound").containsExactly((long) USUAL);

        run(new DeviationFilter(Direction.BOTH, 30, 0), LEVEL, off, withModel);
        assertThat(opened()).isEqualTo(alerted ? List.of((long) USUAL) : List.of());
    }

    /** A tenth of 40 is 4, of 200 it is 20. */
    @ParameterizedTest
    @CsvSource({"40, 16, true", "200, 16, false", "200, 26, true", "-200, 16, false", "-200, 26, true"})
    void relativeBoundIsAShareOfTheExpectedValue(double level, double off, boolean alerted) {
        run(new DeviationFilter(Direction.BOTH, 0, 0.1), level, off, false);

        assertThat(opened()).isEqualTo(alerted ? List.of((long) USUAL) : List.of());
    }

    @Test
    void boundDoesNotRaiseTheScoreOfWhatExceedsIt() {
        run(DeviationFilter.ANY, LEVEL, 12, false);
        double whole = steps.get(USUAL).score();
        run(new DeviationFilter(Direction.BOTH, 11, 0), LEVEL, 12, false);

        assertThat(steps.get(USUAL).score()).isPositive().isLessThanOrEqualTo(whole);
        assertThat(steps.get(USUAL).point()).isPositive();
    }

    @Test
    void otherFeatureIsWatchedAllTheSame() {
        DetectorSpec spec = spec(new DeviationFilter(Direction.UP, 1e9, 0));
        Detector detector = new Detector(spec);
        EntityState state = detector.newEntity("host");
        Random random = new Random(11);
        for (int i = 0; i <= USUAL + 1; i++) {
            double load = i == USUAL ? 10 : 100 + 2 * random.nextGaussian();
            Event event = new Event("host", i * MINUTE_MS, 40 + random.nextGaussian(), load);
            detector.onEvent(state, OneSource.event(event), OneSource.at(event.timestampMs()), 0, outcomes);
        }

        assertThat(opened()).containsExactly((long) USUAL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void silenceIsNoticedWhateverTheDirectionEvenIfEventsComeThatHoldNoValue(boolean eventsCome) {
        Detector detector = new Detector(spec(new DeviationFilter(Direction.UP, 1e9, 0)));
        EntityState state = detector.newEntity("host");
        for (int i = 0; i < USUAL; i++) {
            Event event = new Event("host", i * MINUTE_MS, 40, 100 + i % 7);
            detector.onEvent(state, OneSource.event(event), OneSource.at(event.timestampMs()), 0, outcomes);
        }
        alerts.clear();
        for (int i = USUAL; i < USUAL + 40; i++) {
            if (eventsCome) {
                Event event = new Event("host", i * MINUTE_MS, Double.NaN, Double.NaN);
                detector.onEvent(state, OneSource.event(event), OneSource.at(event.timestampMs()), 0, outcomes);
            } else {
                detector.onTime(state, OneSource.at(i * MINUTE_MS), 0, outcomes);
            }
        }

        assertThat(opened()).hasSize(1);
        assertThat(alerts.get(0).getMessage()).contains("has sent no value for");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void contributionsAreOfTheDirectionWatched(boolean withModel) {
        run(new DeviationFilter(Direction.UP, 0, 0), LEVEL, 30, withModel);

        Alert outcomes = alerts.stream()
                .filter(alert -> alert.getStartedAt().toEpochMilli() >= USUAL * MINUTE_MS)
                .findFirst()
                .orElseThrow();
        assertThat(outcomes.getContributions())
                .isNotEmpty()
                .filteredOn(part -> part.getFeature().equals("errors"))
                .isNotEmpty()
                .allMatch(part -> part.getActual() > part.getExpected());
        assertThat(outcomes.getContributions())
                .extracting(Contribution::getShare)
                .allMatch(share -> share > 0);
    }

    @Test
    void modelNeedsNoTrainingWhenOnlyTheFilterChanges() {
        DetectorSpec any = spec(DeviationFilter.ANY);
        DetectorSpec up = spec(new DeviationFilter(Direction.UP, 5, 0));
        Random random = new Random(5);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(new Event("host", i * MINUTE_MS, random.nextGaussian(), random.nextGaussian()));
        }
        ModelArtifact before = model(any, events);
        ModelArtifact after = model(up, events);

        assertThat(after.version()).isEqualTo(before.version());
        assertThat(after.features()).isEqualTo(before.features());
        assertThatCode(() -> new Detector(up)
                        .use(before, CompiledScorer.compile(before.trained().network())))
                .doesNotThrowAnyException();
    }
}
