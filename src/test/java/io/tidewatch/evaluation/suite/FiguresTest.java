package io.tidewatch.evaluation.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void meanIsOfThoseThatHaveTheFigure() {
        Figures both = new Figures(Map.of(Metric.AUC_PR, 0.2, Metric.RECALL, 1.0));
        Figures one = new Figures(Map.of(Metric.AUC_PR, 0.4, Metric.RECALL, Double.NaN));

        Figures mean = Figures.mean(List.of(both, one, Figures.NONE));

        assertThat(mean.get(Metric.AUC_PR)).isCloseTo(0.3, within(1e-12));
        assertThat(mean.get(Metric.RECALL)).isEqualTo(1);
        assertThat(mean.has(Metric.DELAY)).isFalse();
        assertThat(mean.get(Metric.DELAY)).isNaN();
    }

    @Test
    void laterFiguresReplaceEarlierOnes() {
        Figures figures = new Figures(Map.of(Metric.AUC_PR, 0.2, Metric.RECALL, 1.0))
                .and(new Figures(Map.of(Metric.AUC_PR, 0.9)));

        assertThat(figures.get(Metric.AUC_PR)).isEqualTo(0.9);
        assertThat(figures.get(Metric.RECALL)).isEqualTo(1);
    }

    @Test
    void spreadIsMeanAndSampleDeviation() {
        assertThat(Spread.of(List.of(1.0, 2.0, 3.0, Double.NaN)).text(1)).isEqualTo("2.0 ± 1.0");
        assertThat(Spread.of(List.of(0.25)).text(2)).isEqualTo("0.25");
        assertThat(Spread.of(List.of(0.25)).deviation()).isNaN();
        assertThat(Spread.of(List.of(Double.NaN)).text(2)).isEqualTo("–");
    }

    @Test
    void tableIsMarkdown() {
        assertThat(new Table("a: b", List.of("name", "n"), List.of(List.of("x|y", "1"))).markdown())
                .isEqualTo("""
                        ### a: b

                        | name | n |
                        | --- | ---: |
                        | x\\|y | 1 |

                        """);
        assertThatThrownBy(() -> new Table("t", List.of("a"), List.of(List.of("1", "2"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has not the 1 cells");
    }
}
