package io.tidewatch.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.TrainingWindows;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedBatchTest {

    private static TrainingWindows oneWindow(InputLayout layout) {
        float[] cells = new float[layout.cells()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = i % 5 == 4 ? Float.NaN : i + 1;
        }
        TrainingWindows windows = new TrainingWindows(layout);
        windows.add(cells, new float[layout.side()]);
        return windows;
    }

    @Test
    void eachCellIsMissingHiddenOrShown() {
        InputLayout layout = new InputLayout(32, 2, 3);
        TrainingWindows windows = oneWindow(layout);
        MaskedBatch batch = new MaskedBatch(layout, 1);
        Random random = new Random(1);
        for (int draw = 0; draw < 500; draw++) {
            batch.fill(0, windows, 0, random);
            for (int i = 0; i < layout.cells(); i++) {
                float shown = batch.inputs[layout.cells() + i];
                float weight = batch.labels[layout.cells() + i];
                if (Float.isNaN(windows.cell(0, i))) {
                    assertThat(new float[] {batch.inputs[i], shown, batch.labels[i], weight})
                            .containsExactly(0, 0, 0, 0);
                } else if (shown == 1) {
                    assertThat(new float[] {batch.inputs[i], batch.labels[i], weight})
                            .containsExactly(i + 1, i + 1, 1);
                } else {
                    assertThat(new float[] {batch.inputs[i], batch.labels[i], weight})
                            .containsExactly(0, i + 1, 5);
                }
            }
        }
    }

    @Test
    void blocksOfOneSixAndTwentyFourStepsAndSingleFeaturesAreHidden() {
        InputLayout layout = new InputLayout(32, 2, 0);
        TrainingWindows windows = new TrainingWindows(layout);
        windows.add(new float[layout.cells()], new float[0]);
        MaskedBatch batch = new MaskedBatch(layout, 1);
        Random random = new Random(1);
        Set<String> seen = new TreeSet<>();
        for (int draw = 0; draw < 500; draw++) {
            batch.fill(0, windows, 0, random);
            seen.add(hiddenAtTheEnd(layout, batch, 0) + "|" + hiddenAtTheEnd(layout, batch, 1));
        }
        assertThat(seen).contains("0|0", "1|1", "6|6", "24|24", "0|1", "1|0", "6|0", "0|6");
    }

    private static int hiddenAtTheEnd(InputLayout layout, MaskedBatch batch, int feature) {
        int hidden = 0;
        while (hidden < layout.steps() && batch.inputs[layout.visible(layout.steps() - 1 - hidden, feature)] == 0) {
            hidden++;
        }
        return hidden;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 31})
    void shortWindowsKeepTheirFirstStepInBlocks(int steps) {
        InputLayout layout = new InputLayout(steps, 40, 0);
        TrainingWindows windows = new TrainingWindows(layout);
        windows.add(new float[layout.cells()], new float[0]);
        MaskedBatch batch = new MaskedBatch(layout, 1);
        Random random = new Random(2);
        for (int draw = 0; draw < 300; draw++) {
            batch.fill(0, windows, 0, random);
            int shown = 0;
            for (int i = 0; i < layout.cells(); i++) {
                shown += (int) batch.inputs[layout.cells() + i];
            }
            assertThat(shown).isGreaterThanOrEqualTo(steps == 1 ? 0 : 1);
        }
    }
}
