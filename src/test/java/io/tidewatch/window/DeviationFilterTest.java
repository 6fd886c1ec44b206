package io.tidewatch.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.window.DeviationFilter.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviationFilterTest {

    @ParameterizedTest
    @CsvSource({
        "BOTH, 0, 0, 10, 10, true",
        "BOTH, 0, 0, 10, 11, true",
        "UP, 0, 0, 11, 10, true",
        "UP, 0, 0, 9, 10, false",
        "DOWN, 0, 0, 9, 10, true",
        "DOWN, 0, 0, 11, 10, false",
        "BOTH, 5, 0, 14.9, 10, false",
        "BOTH, 5, 0, 15, 10, true",
        "BOTH, 5, 0, 5.1, 10, false",
        "BOTH, 5, 0, 5, 10, true",
        "BOTH, 0, 0.1, 108, 100, false",
        "BOTH, 0, 0.1, 112, 100, true",
        "BOTH, 0, 0.1, -108, -100, false",
        "BOTH, 0, 0.1, -112, -100, true",
        "BOTH, 0, 0.1, 0.001, 0, true",
        "UP, 5, 0, 16, 10, true",
        "UP, 5, 0, 4, 10, false",
    })
    void coversWhatIsLargeEnoughInItsDirection(
            Direction direction, double below, double share, double actual, double expected, boolean covered) {
        assertThat(new DeviationFilter(direction, below, share).covers(actual, expected))
                .isEqualTo(covered);
    }

    @Test
    void unknownDeviationIsLeftToOthers() {
        DeviationFilter filter = new DeviationFilter(Direction.UP, 5, 0.5);

        assertThat(filter.watches(Double.NaN)).isTrue();
        assertThat(filter.ignores(Double.NaN, Double.NaN)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, -0.1", "NaN, 0", "0, Infinity"})
    void impossibleBoundIsRefused(double below, double share) {
        assertThatThrownBy(() -> new DeviationFilter(Direction.BOTH, below, share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 or more");
    }
}
