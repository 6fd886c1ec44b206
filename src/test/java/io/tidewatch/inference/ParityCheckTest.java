package io.tidewatch.inference;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Scorer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ParityCheckTest {
    private static final InputLayout LAYOUT = new InputLayout(4, 2, 1);

    /** Answers the same value everywhere, but another one in the last cell of the last row. */
    private record Constant(InputLayout layout, float value, float last) implements Scorer {
        @Override
        public void score(float[] inputs, int rows, float[] outputs) {
            Arrays.fill(outputs, 0, rows * layout.cells(), value);
            outputs[rows * layout.cells() - 1] = last;
        }
    }

    private static Scorer constant(float value, float last) {
        return new Constant(LAYOUT, value, last);
    }

    @Test
    void sameAnswersPass() {
        assertThatCode(() -> ParityCheck.require(constant(1, 1), constant(1.000005f, 1)))
                .doesNotThrowAnyException();
    }

    @Test
    void oneDifferentCellIsRefused() {
        assertThatThrownBy(() -> ParityCheck.require(constant(1, 1.0001f), constant(1, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("answers 1.0001 where its reference answers 1.0")
                .hasMessageContaining("cell 7");
    }

    @Test
    void answerThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> ParityCheck.require(constant(1, Float.NaN), constant(1, 1)))
                .hasMessageContaining("answers NaN");
    }

    @Test
    void shortCutForHiddenBlocksThatDisagreesIsRefused() {
        Scorer sloppy = new Scorer() {
            @Override
            public InputLayout layout() {
                return LAYOUT;
            }

            @Override
            public void score(float[] inputs, int rows, float[] outputs) {
                Arrays.fill(outputs, 0, rows * LAYOUT.cells(), 1);
            }

            @Override
            public void scoreHiding(float[] input, int[] hidden, float[] outputs) {
                Arrays.fill(outputs, 1);
                outputs[2 * LAYOUT.cells() - 1] = 1.001f;
            }
        };
        assertThatThrownBy(() -> ParityCheck.require(sloppy, constant(1, 1)))
                .hasMessageContaining("answers 1.001 for cell 7");
    }

    @Test
    void otherLayoutIsRefused() {
        Scorer other = new Constant(new InputLayout(4, 2, 2), 1, 1);
        assertThatThrownBy(() -> ParityCheck.require(other, constant(1, 1))).hasMessageContaining("side=2");
    }
}
