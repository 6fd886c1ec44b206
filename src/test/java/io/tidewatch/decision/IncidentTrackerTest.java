package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.evidence.Horizon;
import io.tidewatch.evidence.Measure;
import io.tidewatch.evidence.Measures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentTrackerTest {
    private static final double MINUTE_MS = 60_000;
    private static final AlertPolicy POLICY = new AlertPolicy(0.1, 8, 3);
    /** Score from which on a value is far off. */
    private static final double FAR_OFF = 2.9;

    private static final double THRESHOLD = POLICY.threshold(MINUTE_MS);

    private final IncidentTracker tracker = new IncidentTracker(POLICY);
    private long stepMs;

    private Change step(double evidence) {
        return step(evidence, Measures.RECONSTRUCTION_1);
    }

    /** Steps of an entity that is no longer young. */
    private static final long GROWN = 100_000;

    private Change step(double evidence, Measure by) {
        return step(tracker, evidence, by);
    }

    private Change step(IncidentTracker of, double evidence, Measure by) {
        return step(of, evidence, by, evidence);
    }

    /** @param fused what all channels come to */
    private Change step(IncidentTracker of, double evidence, Measure by, double fused) {
        boolean ofNewest = by.horizon() == Horizon.NEWEST;
        AnomalyScore score = new AnomalyScore(
                fused,
                0,
                ofNewest && !by.channel().followsRecentSteps() ? evidence : 0,
                by == Measures.LEVEL_1 && evidence >= FAR_OFF,
                !ofNewest && evidence > 0);
        stepMs += (long) MINUTE_MS;
        return of.add("d", "e", new Moment(stepMs, MINUTE_MS, GROWN), score);
    }

    private List<Change> calm(int steps) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            changes.add(step(0));
        }
        return changes;
    }

    @Test
    void onItsFirstDayAnEntityOpensOnlyWhatIsFarBeyondTheThreshold() {
        AnomalyScore score = new AnomalyScore(THRESHOLD + 1.4, 0, 0, false, false);
        long minutesOfDay = 1440;
        assertThat(tracker.add("d", "e", new Moment(0, MINUTE_MS, minutesOfDay - 1), score))
                .isEqualTo(Change.NONE);
        assertThat(tracker.add("d", "e", new Moment((long) MINUTE_MS, MINUTE_MS, minutesOfDay), score))
                .isEqualTo(Change.OPENED);

        score = new AnomalyScore(THRESHOLD + 1.6, 0, 0, false, false);
        assertThat(new IncidentTracker(POLICY).add("d", "e", new Moment(0, MINUTE_MS, 60), score))
                .isEqualTo(Change.OPENED);

        score = AnomalyScore.ofSilence(THRESHOLD + 0.1);
        assertThat(new IncidentTracker(POLICY).add("d", "e", new Moment(0, MINUTE_MS, 60), score))
                .as("silence is no matter of the time of day")
                .isEqualTo(Change.OPENED);
    }

    @Test
    void opensAtTheThresholdAndNotBelow() {
        assertThat(step(THRESHOLD - 0.01)).isEqualTo(Change.NONE);
        assertThat(step(THRESHOLD + 0.01)).isEqualTo(Change.OPENED);
    }

    @Test
    void tellsOnceWhatLastsAndAgainWhenClearlyWorse() {
        step(THRESHOLD + 0.1);
        assertThat(step(THRESHOLD + 0.2)).isEqualTo(Change.NONE);
        assertThat(step(THRESHOLD + 1.7)).isEqualTo(Change.WORSE);
        assertThat(tracker.open()).extracting(Incident::sequence).isEqualTo(1);
    }

    @Test
    void tellsEverRarerThatItGoesOn() {
        step(THRESHOLD + 0.1, Measures.SEASON_1);
        List<Integer> told = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            if (step(THRESHOLD + 0.1, Measures.SEASON_1) == Change.CONTINUES) {
                told.add(i);
            }
        }
        // The third says that it has become a run of values.
        assertThat(told).containsExactly(2, 10, 26, 58, 122, 250);
    }

    @Test
    void closesOnceTheEvidenceHasGone() {
        step(THRESHOLD + 1);
        List<Change> changes = calm(POLICY.quietSteps(1));
        assertThat(changes.subList(0, changes.size() - 1)).containsOnly(Change.NONE);
        assertThat(changes.get(changes.size() - 1)).isEqualTo(Change.CLOSED);
        assertThat(tracker.open()).isNull();
        assertThat(tracker.closed()).isNotNull();
    }

    @Test
    void whatGoesOnForTheTimeToAdaptIsTheNewNormalAndOpensNoOtherIncident() {
        IncidentTracker of = new IncidentTracker(new AlertPolicy(0.1, 8, 3, 60 * (long) MINUTE_MS));
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 180; i++) {
            changes.add(step(of, THRESHOLD + 1, Measures.SEASON_1));
        }
        assertThat(changes.indexOf(Change.ADAPTED)).isEqualTo(60);
        assertThat(changes).containsOnlyOnce(Change.OPENED).doesNotContain(Change.CLOSED, Change.WORSE);
        assertThat(step(of, THRESHOLD + 4, Measures.SEASON_1))
                .as("something clearly worse than the new normal")
                .isEqualTo(Change.OPENED);
    }

    @Test
    void closesTheSoonerTheShorterItLasted() {
        IncidentTracker of = new IncidentTracker(new AlertPolicy(0.1, 32, 3));
        for (int i = 0; i < 10; i++) {
            step(of, THRESHOLD + 1, Measures.SEASON_1);
        }
        for (int i = 1; i < 10; i++) {
            assertThat(step(of, 0, Measures.SEASON_1)).isEqualTo(Change.NONE);
        }
        assertThat(step(of, 0, Measures.SEASON_1)).isEqualTo(Change.CLOSED);
        assertThat(of.closed().anomalousSteps()).isEqualTo(10);
        assertThat(of.closed().lastAnomalousMs() - of.closed().startedMs()).isEqualTo(9 * (long) MINUTE_MS);
    }

    @Test
    void valueThatIsOverLastedOneStepHoweverLongItsEcho() {
        step(THRESHOLD + 1, Measures.SEASON_1);
        List<Change> echo = new ArrayList<>();
        for (int i = 0; i < 3 * POLICY.windowSteps(); i++) {
            echo.add(step(THRESHOLD + 1, Measures.SEASON_24));
        }
        assertThat(echo).filteredOn(change -> change != Change.NONE).containsExactly(Change.CLOSED);
        assertThat(tracker.closed().lastAnomalousMs())
                .isEqualTo(tracker.closed().startedMs());
    }

    @Test
    void clearlyWorseInTheEchoOfAnotherIsAnIncidentOfItsOwn() {
        step(THRESHOLD + 1);
        String first = tracker.open().id();
        calm(POLICY.quietSteps(1));
        assertThat(step(THRESHOLD + 2.6)).isEqualTo(Change.OPENED);
        assertThat(tracker.open().id()).isNotEqualTo(first);
        assertThat(tracker.open().sequence()).isZero();
    }

    @Test
    void longSilenceIsToldEverRarerThoughItsProbabilityFalls() {
        List<Change> changes = new ArrayList<>();
        for (int i = 1; i <= 128; i++) {
            AnomalyScore score = AnomalyScore.ofSilence(i);
            changes.add(tracker.add("d", "e", new Moment(i * (long) MINUTE_MS, MINUTE_MS, GROWN), score));
        }
        assertThat(changes)
                .filteredOn(change -> change != Change.NONE)
                .hasSize(1 + 5)
                .doesNotContain(Change.WORSE);
        assertThat(tracker.gone()).isTrue();
        assertThat(tracker.open()).isNull();
        assertThat(tracker.gone()).isFalse();
    }

    @Test
    void whatIsOverAtOnceIsNeverCritical() {
        step(THRESHOLD + 20, Measures.LEVEL_1);
        assertThat(tracker.open().severity()).isEqualTo(Severity.MAJOR);
        assertThat(step(THRESHOLD + 20, Measures.LEVEL_1)).isEqualTo(Change.NONE);
        assertThat(step(THRESHOLD + 20, Measures.LEVEL_1)).isEqualTo(Change.CONTINUES);
        assertThat(tracker.open().severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void inTheRefractoryTimeOnlySomethingClearlyWorseOpensAnother() {
        step(THRESHOLD + 1);
        calm(POLICY.holdSteps());
        assertThat(step(THRESHOLD + 2.4)).isEqualTo(Change.NONE);
        assertThat(step(THRESHOLD + 2.6)).isEqualTo(Change.OPENED);
    }

    @Test
    void recurringIncidentStillAlertsAfterTheRefractoryTime() {
        for (int i = 0; i < 5; i++) {
            assertThat(step(THRESHOLD + 3)).isEqualTo(Change.OPENED);
            for (int odd = 1; odd < POLICY.windowSteps(); odd++) {
                step(THRESHOLD + 3);
            }
            calm(POLICY.holdSteps() + POLICY.refractorySteps());
        }
    }

    @Test
    void whatComesAtTheSameTimeOfEachDayAlertsTwiceAndThenOnlyWhenClearlyWorse() {
        List<Change> nights = new ArrayList<>();
        for (int night = 0; night < 6; night++) {
            boolean worse = night == 4;
            nights.add(step(THRESHOLD + (worse ? 5 : 3)));
            // What is still in the window of it is no news either.
            assertThat(step(THRESHOLD + (worse ? 5 : 3.5))).isEqualTo(Change.NONE);
            calm(24 * 60 - 2);
        }
        assertThat(nights)
                .containsExactly(Change.OPENED, Change.OPENED, Change.NONE, Change.NONE, Change.OPENED, Change.NONE);
    }

    @Test
    void scheduleHidesNothingAtAnotherTimeOfDay() {
        for (int night = 0; night < 4; night++) {
            step(THRESHOLD + 3);
            calm(24 * 60 - 1);
        }
        calm(120);
        assertThat(step(THRESHOLD + 3)).isEqualTo(Change.OPENED);
    }

    @Test
    void transientsMakeItHarderForOneStepButNotForWhatLasts() {
        double small = THRESHOLD + 1;
        for (int i = 0; i < 2; i++) {
            assertThat(step(small)).isEqualTo(Change.OPENED);
            calm(POLICY.holdSteps() + POLICY.refractorySteps());
        }
        assertThat(step(small)).isEqualTo(Change.NONE);
        calm(1);
        assertThat(List.of(step(small), step(small), step(small)))
                .containsExactly(Change.NONE, Change.NONE, Change.OPENED);
    }

    @Test
    void transientsAreForgottenWithTheDaysThatTheBudgetHasForOne() {
        double small = THRESHOLD + 0.8;
        for (int i = 0; i < 2; i++) {
            step(small);
            calm(POLICY.holdSteps() + POLICY.refractorySteps());
        }
        assertThat(step(small)).isEqualTo(Change.NONE);
        calm(20 * 24 * 60 + 200);
        assertThat(step(small)).isEqualTo(Change.OPENED);
    }

    @Test
    void featureAloneAlertsOnEachTransient() {
        AlertPolicy alone = new AlertPolicy(0.1, 8, 1);
        IncidentTracker one = new IncidentTracker(alone);
        for (int i = 0; i < 4; i++) {
            assertThat(step(one, THRESHOLD + 1.5, Measures.RECONSTRUCTION_1)).isEqualTo(Change.OPENED);
            for (int calm = 0; calm < alone.holdSteps() + alone.refractorySteps(); calm++) {
                step(one, 0, Measures.RECONSTRUCTION_1);
            }
        }
    }

    @Test
    void sameStartGivesTheSameIdWhateverCameBefore() {
        step(THRESHOLD + 1);
        String id = tracker.open().id();
        IncidentTracker other = new IncidentTracker(POLICY);
        AnomalyScore score = new AnomalyScore(20, 0, 0, false, false);
        other.add("d", "e", new Moment(stepMs, MINUTE_MS, GROWN), score);
        assertThat(other.open().id()).isEqualTo(id);
        assertThat(Incident.id("d", "f", stepMs)).isNotEqualTo(id);
        assertThat(Incident.id("d2", "e", stepMs)).isNotEqualTo(id);
    }

    @Test
    void kindFollowsTheEvidence() {
        step(THRESHOLD + 1, Measures.LEVEL_1);
        assertThat(tracker.open().kind()).isEqualTo(AnomalyKind.POINT);
        calm(POLICY.holdSteps() + POLICY.refractorySteps());
        step(THRESHOLD + 1, Measures.SEASON_1);
        assertThat(tracker.open().kind()).isEqualTo(AnomalyKind.CONTEXTUAL);
        calm(POLICY.holdSteps() + POLICY.refractorySteps());
        step(THRESHOLD + 2, Measures.SEASON_24);
        assertThat(tracker.open().kind()).isEqualTo(AnomalyKind.COLLECTIVE);
    }

    @Test
    void runOfOddNewestValuesBeforeItOpensIsCollective() {
        for (int i = 0; i < 3; i++) {
            assertThat(step(THRESHOLD - 0.05, Measures.SEASON_1)).isEqualTo(Change.NONE);
        }
        step(THRESHOLD + 0.1, Measures.SEASON_1);
        assertThat(tracker.open().kind()).isEqualTo(AnomalyKind.COLLECTIVE);
    }

    @Test
    void runOfOddNewestValuesIsCollectiveThoughTheScoreOfAllChannelsHasDropped() {
        step(tracker, THRESHOLD, Measures.SEASON_1, THRESHOLD + 0.1);
        assertThat(tracker.open()).extracting(Incident::kind).isEqualTo(AnomalyKind.CONTEXTUAL);
        assertThat(step(tracker, THRESHOLD, Measures.SEASON_1, 0)).isEqualTo(Change.NONE);
        assertThat(step(tracker, THRESHOLD, Measures.SEASON_1, 0)).isEqualTo(Change.CONTINUES);
        assertThat(tracker.open()).extracting(Incident::kind).isEqualTo(AnomalyKind.COLLECTIVE);
    }

    @Test
    void farOffValuesJustBeforeItOpensAreOfTheSameRun() {
        IncidentTracker burst = new IncidentTracker(new AlertPolicy(0.1, 32, 3));
        step(burst, THRESHOLD - 0.05, Measures.LEVEL_1);
        step(burst, THRESHOLD - 0.05, Measures.LEVEL_1);
        assertThat(step(burst, THRESHOLD + 0.1, Measures.LEVEL_1)).isEqualTo(Change.OPENED);
        assertThat(burst.open().kind()).isEqualTo(AnomalyKind.COLLECTIVE);

        IncidentTracker spikes = new IncidentTracker(new AlertPolicy(0.1, 32, 3));
        for (int i = 0; i < 3; i++) {
            step(spikes, THRESHOLD - 0.05, Measures.LEVEL_1);
            step(spikes, 0, Measures.LEVEL_1);
        }
        assertThat(step(spikes, THRESHOLD + 0.1, Measures.LEVEL_1)).isEqualTo(Change.OPENED);
        assertThat(spikes.open().kind()).isEqualTo(AnomalyKind.POINT);
    }

    @Test
    void fewOddNewestValuesAreContextualHoweverLongTheirEcho() {
        step(THRESHOLD + 0.1, Measures.SEASON_1);
        step(THRESHOLD + 0.1, Measures.SEASON_1);
        for (int i = 0; i < POLICY.windowSteps(); i++) {
            step(THRESHOLD + 0.1, Measures.SEQUENCE_1);
        }
        assertThat(tracker.closed().kind()).isEqualTo(AnomalyKind.CONTEXTUAL);
    }

    @Test
    void suddenValuesStayContextualWhileTheyLeaveTheWindow() {
        step(THRESHOLD + 1, Measures.SEASON_1);
        for (int i = 0; i < POLICY.windowSteps(); i++) {
            step(THRESHOLD + 0.1, Measures.SEASON_24);
        }
        assertThat(tracker.closed().kind()).isEqualTo(AnomalyKind.CONTEXTUAL);
    }

    @Test
    void smallerBudgetAsksForAHigherScore() {
        assertThat(new AlertPolicy(0.01, 8, 3).threshold(MINUTE_MS)).isCloseTo(THRESHOLD + 1, within(1e-9));
        assertThat(POLICY.threshold(MINUTE_MS / 10)).isGreaterThan(THRESHOLD);
    }
}
