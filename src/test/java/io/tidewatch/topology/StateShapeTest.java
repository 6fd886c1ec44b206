package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.FeatureSet;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.TimeUnitOfField;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StateShapeTest {
    private static final StateShape NOTHING = new StateShape(Map.of());

    private static EventSpec event(String... fields) {
        return new EventSpec(
                Optional.empty(),
                Optional.of("at"),
                TimeUnitOfField.MILLIS,
                List.of(fields),
                List.of(),
                1_000,
                3_600_000);
    }

    private static StateShape shape(int windowSteps, String... features) {
        List<FeatureSpec> specs = Stream.of(features)
                .map(name -> new FeatureSpec(name, Aggregate.MEAN))
                .toList();
        return StateShape.of(
                event(features),
                new DetectorSpec(
                        "d",
                        specs,
                        List.of(),
                        new StepSpec(60_000, 0, 120_000),
                        windowSteps,
                        ZoneOffset.UTC,
                        0.1,
                        ModelSpec.DEFAULT));
    }

    /** What is kept once a detector has started with each of these, one after the other. */
    private static StateShape kept(StateShape... configured) {
        Map<String, String> values = new LinkedHashMap<>();
        for (StateShape shape : configured) {
            values.putAll(shape.without(new StateShape(values)).values());
        }
        return new StateShape(values);
    }

    private static List<String> texts(FeatureHistory history) {
        return history.all().stream().map(FeatureSet::text).toList();
    }

    @Test
    void otherFeaturesAreNoDifferenceToStateThatIsConvertedButAnotherWindowIs() {
        StateShape state = kept(shape(32, "cpu", "disk"));

        assertThat(shape(32, "disk").differences(state)).isEmpty();
        assertThat(shape(64, "disk").differences(state))
                .containsExactly(new StateShape.Difference("window.steps", "32", "64"));
        assertThat(shape(64, "disk").differences(NOTHING)).isEmpty();
    }

    @Test
    void otherFeaturesThanAnEarlierReleaseKeptForPeopleOnlyAreADifference() {
        StateShape state = new StateShape(Map.of("input.features", "cpu (mean), disk (mean)", "window.steps", "32"));

        assertThat(shape(32, "cpu").differences(state))
                .containsExactly(new StateShape.Difference("input.features", "cpu (mean), disk (mean)", "cpu (mean)"));
        StateShape same = shape(32, "cpu", "disk");
        assertThat(same.differences(state)).isEmpty();
        assertThat(shape(32, "cpu").differences(kept(state, same))).isEmpty();
    }

    @Test
    void allFeaturesThatTheDetectorEverHadAreKeptInTheOrderOfTheFirstTime() {
        StateShape first = shape(32, "cpu", "disk");
        StateShape second = shape(32, "disk");
        StateShape state = kept(first, second, first, first);

        assertThat(texts(first.history(state))).containsExactly("cpu (mean), disk (mean)", "disk (mean)");
        assertThat(first.history(state).now().text()).isEqualTo("cpu (mean), disk (mean)");
        assertThat(state.features()).contains(first.history(NOTHING).now());
        StateShape third = shape(32, "net");
        assertThat(texts(third.history(state))).containsExactly("cpu (mean), disk (mean)", "disk (mean)", "net (mean)");
        assertThat(first.without(state).values()).isEmpty();
        assertThat(third.without(state).values()).hasSize(2);
    }
}
