package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.Alert;
import io.tidewatch.Contribution;
import io.tidewatch.event.Event;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The order of the contributions in an alert. */
class ContributionsTest {
    private static final long MINUTE_MS = 60_000;
    private static final int USUAL = 1_500;
    private static final int FROZEN = 11;

    private final DetectorSpec spec = new DetectorSpec(
            "d",
            List.of(new FeatureSpec("frozen", Aggregate.MEAN), new FeatureSpec("load", Aggregate.MEAN)),
            List.of(),
            new StepSpec(MINUTE_MS, 0, 2 * MINUTE_MS),
            32,
            ZoneOffset.UTC,
            0.1,
            ModelSpec.DEFAULT);

    private final List<Alert> alerts = new ArrayList<>();

    @Test
    void aFeatureThatIsOddForManyStepsComesBeforeOneThatIsLessOddInOne() {
        List<Contribution> contributions = contributions(20);

        assertThat(contributions).hasSize(8);
        Contribution first = contributions.get(0);
        Contribution largest = contributions.stream()
                .max(Comparator.comparingDouble(Contribution::getShare))
                .orElseThrow();
        assertThat(first.getFeature()).isEqualTo("frozen");
        assertThat(largest.getFeature()).isEqualTo("load");
        assertThat(contributions.stream().map(Contribution::getFeature).distinct())
                .containsExactly("frozen", "load");
    }

    @Test
    void eachFeaturesContributionsAreTheLargestFirst() {
        List<Double> shares = contributions(20).stream()
                .filter(each -> each.getFeature().equals("frozen"))
                .map(Contribution::getShare)
                .toList();

        assertThat(shares).hasSizeGreaterThan(1).isSortedAccordingTo(Comparator.reverseOrder());
    }

    /** Of the newest alert when one feature has stood still for long, and the other is off by so much for a step. */
    private List<Contribution> contributions(double off) {
        Detector detector = new Detector(spec);
        EntityState state = detector.newEntity("host");
        Random random = new Random(11);
        for (int i = 0; i <= USUAL + FROZEN; i++) {
            double first = 40 + random.nextGaussian();
            double second = 100 + 2 * random.nextGaussian() + (i == USUAL + FROZEN ? off : 0);
            Event event = new Event("host", i * MINUTE_MS, i < USUAL ? first : 41, second);
            detector.onEvent(state, OneSource.event(event), OneSource.at(event.timestampMs()), 0, outcomes);
        }
        detector.onTime(state, OneSource.at((USUAL + FROZEN + 3) * MINUTE_MS), 0, outcomes);
        return alerts.get(alerts.size() - 1).getContributions();
    }

    private final Outcomes outcomes = new Outcomes() {
        @Override
        public void alert(Alert alert) {
            alerts.add(alert);
        }
    };
}
