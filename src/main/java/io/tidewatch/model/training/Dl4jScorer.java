package io.tidewatch.model.training;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.TrainedNetwork;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Scores with Deeplearning4j itself: the reference that compiled scorers are held against. One caller at a time: its
 * networks are not safe for several threads.
 */
public final class Dl4jScorer implements Scorer {
    private final InputLayout layout;
    private final Trainee net;

    public Dl4jScorer(TrainedNetwork trained) {
        this.layout = trained.network().layout();
        this.net = Trainees.read(layout, trained.dl4jZip());
    }

    @Override
    public InputLayout layout() {
        return layout;
    }

    @Override
    public synchronized void score(float[] inputs, int rows, float[] outputs) {
        if (inputs.length < rows * layout.width() || outputs.length < rows * layout.cells()) {
            throw new IllegalArgumentException("arrays too short for " + rows + " rows of " + layout);
        }
        float[] used = Arrays.copyOf(inputs, rows * layout.width());
        try (INDArray in = Nd4j.createFromArray(used).reshape(rows, layout.width());
                INDArray out = net.reconstruct(in)) {
            float[] answer = out.ravel().toFloatVector();
            System.arraycopy(answer, 0, outputs, 0, answer.length);
        }
    }

    @Override
    public synchronized double divergence(float[] input) {
        try (INDArray in =
                Nd4j.createFromArray(Arrays.copyOf(input, layout.width())).reshape(1, layout.width())) {
            return net.divergence(in);
        }
    }
}
