package io.tidewatch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellSpreadTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.1, 0.01})
    void drawsFallOutsideTheBandAsOftenAsItSays(double share) {
        Random random = new Random(3);
        double band = CellSpread.scalesHoldingAllBut(share);
        int outside = 0;
        for (int i = 0; i < 200_000; i++) {
            outside += Math.abs(CellSpread.draw(random)) > band ? 1 : 0;
        }
        assertThat(outside / 200_000.0).isCloseTo(share, within(0.05 * share));
    }

    @Test
    void scaleIsTheRootOfTheVarianceWithinItsBounds() {
        assertThat(CellSpread.scale(0)).isEqualTo(1);
        assertThat(CellSpread.scale(2 * Math.log(0.5))).isCloseTo(0.5, within(1e-12));
        assertThat(CellSpread.scale(-50)).isCloseTo(0.1, within(1e-12));
        assertThat(CellSpread.scale(50)).isCloseTo(10, within(1e-12));
    }
}
