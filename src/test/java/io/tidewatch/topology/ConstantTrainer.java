package io.tidewatch.topology;

import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.NetworkTrainer;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.TrainingWindows;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Trains networks that say the same to every window: so much for each cell, and a little more with each window. */
record ConstantTrainer(float answer) implements NetworkTrainer {
    @Override
    public TrainedNetwork train(
            ModelSpec spec, TrainingWindows windows, @Nullable TrainedNetwork start, DoubleConsumer progress) {
        progress.accept(0.5);
        InputLayout layout = windows.layout();
        float[] bias = new float[layout.cells()];
        Arrays.fill(bias, answer + 1e-6f * windows.size());
        DenseLayer layer = new DenseLayer(new float[layout.width()][layout.cells()], bias, Activation.IDENTITY);
        float[] answers = new float[ProbeAnswers.ROWS * layout.cells()];
        Arrays.fill(answers, bias[0]);
        return new TrainedNetwork(new Network(layout, List.of(layer)), new byte[] {1}, 0.1)
                .withProbe(new ProbeAnswers(layout, answers));
    }
}
