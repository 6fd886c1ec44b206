package io.tidewatch.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.model.Activation;
import io.tidewatch.model.CellSpread;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Network;
import io.tidewatch.model.TrainedNetwork;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelInsightTest {
    private static final InputLayout LAYOUT = new InputLayout(8, 2, 3);
    private static final int CODE = 5;

    private final Random random = new Random(4);
    private final DenseLayer encoder = layer(LAYOUT.width(), 20, Activation.TANH);
    private final DenseLayer code = layer(20, CODE, Activation.IDENTITY);
    private final DenseLayer decoder = layer(CODE, 20, Activation.TANH);
    private final DenseLayer spread = layer(20, LAYOUT.cells(), Activation.IDENTITY);
    private final TrainedNetwork trained = new TrainedNetwork(
            new Network(LAYOUT, List.of(encoder, code, decoder, layer(20, LAYOUT.cells(), Activation.IDENTITY))),
            new byte[0],
            0);

    private DenseLayer layer(int inputs, int outputs, Activation activation) {
        float[][] weights = new float[inputs][];
        for (int i = 0; i < inputs; i++) {
            weights[i] = numbers(outputs);
        }
        return new DenseLayer(weights, numbers(outputs), activation);
    }

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (0.3 * random.nextGaussian());
        }
        return numbers;
    }

    @Test
    void codeIsWhatTheNarrowestLayerAnswers() {
        float[] input = numbers(LAYOUT.width());
        float[] expected = code.answer(encoder.answer(input));
        List<Float> answer = new ModelInsight(trained).code(input);
        assertThat(answer).hasSize(CODE);
        for (int i = 0; i < CODE; i++) {
            assertThat(answer.get(i)).isCloseTo(expected[i], within(1e-5f));
        }
    }

    @Test
    void scalesAreOfTheWindowWithItsNewestStepsHidden() {
        float[] input = numbers(LAYOUT.width());
        float[] hidden = input.clone();
        for (int step = 6; step < 8; step++) {
            for (int f = 0; f < 2; f++) {
                hidden[LAYOUT.cell(step, f)] = 0;
                hidden[LAYOUT.visible(step, f)] = 0;
            }
        }
        float[] expected = spread.answer(decoder.answer(code.answer(encoder.answer(hidden))));
        ModelInsight.Scales scales =
                new ModelInsight(trained.withSpread(spread)).scales(input, 2).orElseThrow();
        assertThat(scales.of(7, 1))
                .isCloseTo(CellSpread.scale(expected[LAYOUT.cell(7, 1)]), within(1e-5))
                .isNotCloseTo(CellSpread.scale(expected[LAYOUT.cell(6, 1)]), within(1e-3));
        assertThat(new ModelInsight(trained).scales(input, 2)).isEmpty();
    }

    @Test
    void networkWithoutHiddenLayersHasNoCode() {
        Network shallow = new Network(LAYOUT, List.of(layer(LAYOUT.width(), LAYOUT.cells(), Activation.IDENTITY)));
        assertThat(new ModelInsight(new TrainedNetwork(shallow, new byte[0], 0)).code(numbers(LAYOUT.width())))
                .isEmpty();
    }
}
