package io.tidewatch.decision;

import static io.tidewatch.decision.AnomalyKind.COLLECTIVE;
import static io.tidewatch.decision.AnomalyKind.CONTEXTUAL;
import static io.tidewatch.decision.AnomalyKind.POINT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EpisodeKindTest {
    private static final int WINDOW = 32;
    private static final AnomalyScore FAR_OFF = new AnomalyScore(6, 0, 6, true, false);
    private static final AnomalyScore SUDDEN = new AnomalyScore(6, 0, 6, false, false);
    private static final AnomalyScore GRADUAL = new AnomalyScore(6, 0, 0, false, true);

    private final EpisodeKind kind = new EpisodeKind();

    private AnomalyKind goesOn(AnomalyScore score, AnomalyKind before) {
        return kind.goesOn(score, true, WINDOW, before);
    }

    @Test
    void oneOrTwoFarOffValuesArePointsAndMoreAreCollective() {
        assertThat(kind.opens(FAR_OFF, WINDOW)).isEqualTo(POINT);
        assertThat(goesOn(FAR_OFF, POINT)).isEqualTo(POINT);
        assertThat(goesOn(FAR_OFF, POINT)).isEqualTo(COLLECTIVE);
        assertThat(goesOn(SUDDEN, COLLECTIVE)).as("stays one").isEqualTo(COLLECTIVE);
    }

    @Test
    void suddenValueThatIsNotFarOffIsContextual() {
        assertThat(kind.opens(SUDDEN, WINDOW)).isEqualTo(CONTEXTUAL);
        assertThat(goesOn(GRADUAL, CONTEXTUAL)).as("still in the window").isEqualTo(CONTEXTUAL);
    }

    @Test
    void whatComesLittleByLittleIsCollective() {
        assertThat(kind.opens(GRADUAL, WINDOW)).isEqualTo(COLLECTIVE);
    }

    @Test
    void silenceIsCollective() {
        assertThat(kind.opens(AnomalyScore.ofSilence(6), WINDOW)).isEqualTo(COLLECTIVE);
    }

    @Test
    void oddNewestValuesForAboutAThirdOfTheWindowAreCollective() {
        for (int i = 0; i < 11; i++) {
            kind.step(true, WINDOW);
        }
        assertThat(kind.opens(SUDDEN, WINDOW)).isEqualTo(CONTEXTUAL);
        kind.step(true, WINDOW);
        assertThat(kind.goesOn(SUDDEN, false, WINDOW, CONTEXTUAL)).isEqualTo(COLLECTIVE);
    }

    @Test
    void normalNewestValuesTakeOddOnesBack() {
        for (int i = 0; i < 12; i++) {
            kind.step(true, WINDOW);
        }
        kind.step(false, WINDOW);
        assertThat(kind.opens(SUDDEN, WINDOW)).isEqualTo(CONTEXTUAL);
    }

    @Test
    void stepThatIsNotOddKeepsTheKind() {
        kind.opens(FAR_OFF, WINDOW);
        assertThat(kind.goesOn(SUDDEN, false, WINDOW, POINT)).isEqualTo(POINT);
    }

    @Test
    void farOffValuesJustBeforeItOpensCountOnlyInARow() {
        kind.noneOpens(true);
        kind.noneOpens(true);
        assertThat(kind.opens(FAR_OFF, WINDOW)).isEqualTo(COLLECTIVE);
        kind.closed();
        kind.noneOpens(true);
        kind.noneOpens(false);
        assertThat(kind.opens(FAR_OFF, WINDOW)).isEqualTo(POINT);
    }

    @Test
    void readsWhatItWrote() {
        kind.opens(FAR_OFF, WINDOW);
        kind.goesOn(FAR_OFF, true, WINDOW, POINT);
        ByteBuffer bytes = ByteBuffer.allocate(16);
        kind.write(bytes);
        EpisodeKind again = new EpisodeKind();
        again.read(bytes.flip());
        assertThat(again.sudden()).isTrue();
        assertThat(again.goesOn(FAR_OFF, true, WINDOW, POINT)).isEqualTo(COLLECTIVE);
    }
}
