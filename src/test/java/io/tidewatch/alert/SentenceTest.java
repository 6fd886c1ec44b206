package io.tidewatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.Contribution;
import io.tidewatch.decision.AnomalyKind;
import io.tidewatch.decision.Incident;
import io.tidewatch.window.SharedSilence;
import io.tidewatch.window.StepSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SentenceTest {
    private static final Instant START = Instant.parse("2026-02-20T18:00:00Z");

    private final Sentence sentence = new Sentence(new StepSpec(60_000, 0, 120_000), ZoneOffset.UTC);

    @Test
    void quotesTheValueThatCarriesMostWithItsBand() {
        assertThat(open(AnomalyKind.CONTEXTUAL, 0, at(0, 96.8), at(1, 120.0)))
                .isEqualTo("req of web was 96.8 at Feb 20 18:00:00, expected 50 (40 to 60); unusual for this moment.");
    }

    @Test
    void quotesNoValueThatIsInsideItsBandWhileAnotherIsOutside() {
        assertThat(open(AnomalyKind.POINT, 0, at(0, 55.0), at(1, 120.0)))
                .startsWith("req of web was 120 at Feb 20 19:00:00");
    }

    @Test
    void quotesAStepOfTheIncidentRatherThanOneBeforeIt() {
        assertThat(open(AnomalyKind.COLLECTIVE, 0, at(-3, 96.8), at(1, 90.0)))
                .startsWith("req of web was 90 at Feb 20 19:00:00");
        assertThat(open(AnomalyKind.COLLECTIVE, 0, at(-3, 96.8), at(1, 55.0)))
                .startsWith("req of web was 96.8 at Feb 20 15:00:00");
    }

    @Test
    void valueOfAnotherFeatureIsNotQuotedInItsPlace() {
        Contribution other =
                Contribution.newBuilder(at(0, 99.0)).setFeature("cpu").build();

        assertThat(open(AnomalyKind.COLLECTIVE, 0, at(0, 55.0), other)).startsWith("req of web was 55");
    }

    @Test
    void valuesThatAreAllInsideTheirBandsAreSaidToBeOddTogether() {
        assertThat(open(AnomalyKind.COLLECTIVE, 0, at(0, 55.0)))
                .isEqualTo(
                        "req of web was 55 at Feb 20 18:00:00, expected about 50; not odd by itself, but the run of steps"
                                + " is.");
        assertThat(open(AnomalyKind.CONTEXTUAL, 0, at(0, 55.0))).endsWith("but for what is around it.");
    }

    @Test
    void missingValueIsOutsideAnyBand() {
        assertThat(open(AnomalyKind.COLLECTIVE, 0, at(0, null)))
                .startsWith("req of web was missing at Feb 20 18:00:00");
    }

    @Test
    void silenceIsNotBlamedOnAnInnocentValue() {
        assertThat(open(AnomalyKind.COLLECTIVE, 1, at(-18, 55.0))).isEqualTo("web has sent no value for 1 step.");
        assertThat(open(AnomalyKind.COLLECTIVE, 17)).isEqualTo("web has sent no value for 17 steps.");
    }

    @Test
    void silenceOfAWholeSourceIsToldOfTheSource() {
        SharedSilence shared = new SharedSilence("rooms-0", 0, START.toEpochMilli());
        Incident incident = incident(AnomalyKind.COLLECTIVE);
        assertThat(sentence.of(incident, "hall", List.of(), new Silent(3, shared), START.toEpochMilli()))
                .isEqualTo(
                        "Nothing has come from rooms-0 since Feb 20 18:00:00: all its entities are silent, hall for 3"
                                + " steps.");
    }

    @Test
    void namesAreShownAsAPersonMaySeeThem() {
        assertThat(told("web\u001b[2J\n\u202e", at(0, 96.8)))
                .startsWith("req of web\\u001b[2J\\u000a\\u202e was 96.8 at");
        assertThat(sentence.ofEnd(incident(AnomalyKind.POINT), IncidentEnd.NORMAL, "web\n"))
                .startsWith("web\\u000a is back to normal");
        assertThat(told("long-".repeat(200), at(0, 96.8))).hasSizeLessThan(300);
    }

    @Test
    void endSaysHowLongTheValuesWereOddNotHowLongTheRecordWasOpen() {
        assertThat(ended(0, IncidentEnd.NORMAL))
                .isEqualTo("web is back to normal; it was far outside its range for one step, at Feb 20 18:00:00.");
        assertThat(ended(150, IncidentEnd.NORMAL))
                .isEqualTo("web is back to normal; it was far outside its range for 2 h 31 min, from Feb 20 18:00:00 to"
                        + " Feb 20 20:31:00.");
    }

    @Test
    void endOfWhatHasBecomeTheNewNormalSaysSo() {
        assertThat(ended(1439, IncidentEnd.ADAPTED))
                .isEqualTo(
                        "web has been far outside its range for 1 d, from Feb 20 18:00:00 to Feb 21 18:00:00; this is"
                                + " taken for its new normal now.");
    }

    @Test
    void endOfAnEntityThatIsGoneIsNotCalledNormal() {
        assertThat(ended(30, IncidentEnd.GONE))
                .isEqualTo(
                        "web has sent nothing for 1 d and counts as gone; this incident, open since Feb 20 18:00:00, ends.");
    }

    private String ended(int minutes, IncidentEnd end) {
        long startMs = START.toEpochMilli();
        Incident incident = new Incident("id", startMs, startMs + minutes * 60_000L, 1, 3, 4, AnomalyKind.POINT, 0);
        return sentence.ofEnd(incident, end, "web");
    }

    private String open(AnomalyKind kind, int silentSteps, Contribution... contributions) {
        return sentence.of(
                incident(kind), "web", List.of(contributions), new Silent(silentSteps, null), START.toEpochMilli());
    }

    private String told(String entity, Contribution... contributions) {
        return sentence.of(
                incident(AnomalyKind.POINT), entity, List.of(contributions), new Silent(0, null), START.toEpochMilli());
    }

    private static Incident incident(AnomalyKind kind) {
        return new Incident("id", START.toEpochMilli(), START.toEpochMilli(), 1, 3, 4, kind, 0);
    }

    private static Contribution at(int hour, @Nullable Double actual) {
        return Contribution.newBuilder()
                .setFeature("req")
                .setStepTime(START.plusSeconds(3600L * hour))
                .setActual(actual)
                .setExpected(50)
                .setLower(40)
                .setUpper(60)
                .setShare(0.5)
                .build();
    }
}
