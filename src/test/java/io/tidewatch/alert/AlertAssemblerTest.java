package io.tidewatch.alert;

import static io.tidewatch.alert.DetectedAlerts.MINUTE_MS;
import static io.tidewatch.alert.DetectedAlerts.USUAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.AnomalyKind;
import io.tidewatch.Contribution;
import io.tidewatch.FeatureWindow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the messages of an incident say. */
class AlertAssemblerTest {
    private final DetectedAlerts detected = new DetectedAlerts();

    private static Instant minute(int minute) {
        return Instant.ofEpochMilli(minute * MINUTE_MS);
    }

    private static List<Contribution> of(Alert alert, String feature) {
        return alert.getContributions().stream()
                .filter(each -> each.getFeature().equals(feature))
                .toList();
    }

    private Alert opened(double cpu, double orders) {
        detected.send(cpu, orders);
        detected.normal(1);
        return detected.newest(AlertStatus.OPEN);
    }

    @Test
    void scoreIsOneHalfAtOneInAThousandAndGoesBackToItsSurprise() {
        assertThat(AlertAssembler.score(3)).isEqualTo(0.5);
        assertThat(AlertAssembler.score(0)).isZero();
        assertThat(AlertAssembler.score(30)).isBetween(0.9, 1.0);
        for (double anomalyScore = 0; anomalyScore < 30; anomalyScore += 0.7) {
            assertThat(AlertAssembler.anomalyScore(AlertAssembler.score(anomalyScore)))
                    .isCloseTo(anomalyScore, within(1e-9));
        }
    }

    @Test
    void openingMessageSaysWhoWhenAndHowRare() {
        Alert alert = opened(95, 100);

        assertThat(alert.getDetector()).isEqualTo("shop");
        assertThat(alert.getEntity()).isEqualTo("host-7");
        assertThat(alert.getSequence()).isZero();
        assertThat(alert.getKind()).isEqualTo(AnomalyKind.POINT);
        assertThat(alert.getStartedAt()).isEqualTo(minute(USUAL));
        assertThat(alert.getLastAnomalousAt()).isEqualTo(minute(USUAL));
        assertThat(alert.getWindowStart()).isEqualTo(minute(USUAL - 31));
        assertThat(alert.getWindowEnd()).as("exclusive").isEqualTo(minute(USUAL + 1));
        assertThat(alert.getDetectedAt())
                .as("wall-clock time of the event that closed the step")
                .isEqualTo(minute(USUAL + 1).plusMillis(7));
        assertThat(alert.getModelVersion()).isNull();
        assertThat(alert.getLatentCode()).isNull();
        assertThat(alert.getProbability()).isLessThan(alert.getThreshold()).isPositive();
        assertThat(AlertAssembler.anomalyScore(alert.getScore()))
                .isCloseTo(-Math.log10(alert.getProbability()), within(1e-9));
    }

    @Test
    void contributionIsTheValueThatWasOffWithItsBand() {
        Alert alert = opened(95.12347, 100);

        Contribution first = alert.getContributions().get(0);
        assertThat(first.getFeature()).isEqualTo("cpu");
        assertThat(first.getStepTime()).isEqualTo(minute(USUAL));
        assertThat(first.getActual()).as("six digits").isEqualTo(95.1235);
        assertThat(first.getExpected()).isBetween(38.0, 42.0);
        assertThat(first.getLower()).isBetween(30.0, 39.0);
        assertThat(first.getUpper()).isBetween(41.0, 50.0);
        assertThat(first.getShare()).isGreaterThan(0.9);
        assertThat(alert.getContributions()).hasSizeLessThanOrEqualTo(8);
        assertThat(alert.getContributions().stream()
                        .mapToDouble(Contribution::getShare)
                        .sum())
                .isLessThanOrEqualTo(1 + 1e-9);
    }

    @Test
    void featureThatCountsIsExpectedInWholeNumbers() {
        Contribution orders = of(opened(40, 250), "orders").get(0);

        assertThat(orders.getActual()).isEqualTo(250);
        assertThat(orders.getExpected()).isBetween(95.0, 105.0);
        for (double number : new double[] {orders.getExpected(), orders.getLower(), orders.getUpper()}) {
            assertThat(number).isEqualTo(Math.rint(number));
        }
        assertThat(orders.getLower()).isLessThan(orders.getExpected());
        assertThat(orders.getUpper()).isGreaterThan(orders.getExpected());
    }

    @Test
    void twoFeaturesShareTheEvidence() {
        Alert alert = opened(70, 180);

        assertThat(of(alert, "cpu")).isNotEmpty();
        assertThat(of(alert, "orders")).isNotEmpty();
        List<FeatureWindow> drawn = alert.getWindow().getFeatures();
        assertThat(drawn).extracting(FeatureWindow::getFeature).containsExactly("cpu", "orders");
        assertThat(drawn.get(0).getShare() + drawn.get(1).getShare()).isCloseTo(1, within(1e-6));
        assertThat(drawn.get(0).getShare()).isBetween(0.05, 0.95);
    }

    @Test
    void windowDrawsEachStepWithWhatWasSeenAndExpected() {
        detected.send(Double.NaN, 100);
        detected.normal(3);
        Alert alert = opened(95, 100);

        assertThat(alert.getWindow().getStepTimes())
                .hasSize(32)
                .startsWith(minute(USUAL - 27))
                .endsWith(minute(USUAL + 4));
        FeatureWindow cpu = alert.getWindow().getFeatures().get(0);
        assertThat(cpu.getActual()).hasSize(32);
        assertThat(cpu.getActual().get(31)).isEqualTo(95f);
        assertThat(cpu.getActual().get(27)).as("missing").isNull();
        assertThat(cpu.getActual().get(26)).isBetween(30f, 50f);
        assertThat(cpu.getExpected()).hasSize(32);
        assertThat(cpu.getExpected().get(31)).isBetween(38f, 42f);
    }

    @Test
    void endingMessageHasTheIdAndNothingToDraw() {
        Alert opened = opened(95, 100);
        detected.normal(120);
        Alert closed = detected.newest(AlertStatus.CLOSED);

        assertThat(closed.getId()).isEqualTo(opened.getId());
        assertThat(closed.getSequence()).isPositive();
        assertThat(closed.getStartedAt()).isEqualTo(opened.getStartedAt());
        assertThat(closed.getLastAnomalousAt()).isEqualTo(minute(USUAL));
        assertThat(closed.getContributions()).isEmpty();
        assertThat(closed.getWindow()).isNull();
        assertThat(closed.getLatentCode()).isNull();
        assertThat(closed.getMessage()).startsWith("host-7 is back to normal");
    }

    @Test
    void silenceIsToldAndNotBlamedOnAValue() {
        detected.nothing(60);
        Alert alert = detected.newest(AlertStatus.OPEN);

        assertThat(alert.getKind()).isEqualTo(AnomalyKind.COLLECTIVE);
        assertThat(alert.getMessage()).startsWith("host-7 has sent no value for ");
        assertThat(alert.getContributions()).noneMatch(each -> each.getActual() == null);
    }

    @Test
    void twoRunsOverTheSameEventsGiveTheSameMessages() {
        DetectedAlerts again = new DetectedAlerts();
        opened(95, 100);
        again.send(95, 100);
        again.normal(1);

        assertThat(again.all()).isEqualTo(detected.all());
    }
}
