package io.tidewatch.model.training;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.TrainedNetwork;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Scores with Deeplearning4j itself: the reference that compiled scorers are held against. One caller at a time: its
 * networks are not safe for several threads.
 */
public final class Dl4jScorer implements Scorer {
    private final InputLayout layout;
    private final UnaryOperator<INDArray> reconstruct;
    private final ToDoubleFunction<INDArray> divergence;

    /**
     * For a network as numbers, from which the library's is built: its own file is not read, as that reads objects of Java
     * from it.
     */
    public Dl4jScorer(TrainedNetwork trained) {
        this(trained.network().layout(), new DenseNetwork(trained.network()));
    }

    private Dl4jScorer(InputLayout layout, DenseNetwork net) {
        this(layout, net::reconstruct, net::divergence);
    }

    /** For a network that was just trained. */
    Dl4jScorer(InputLayout layout, Trainee net) {
        this(layout, net::reconstruct, net::divergence);
    }

    private Dl4jScorer(InputLayout layout, UnaryOperator<INDArray> reconstruct, ToDoubleFunction<INDArray> divergence) {
        this.layout = layout;
        this.reconstruct = reconstruct;
        this.divergence = divergence;
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
                INDArray out = reconstruct.apply(in)) {
            float[] answer = out.ravel().toFloatVector();
            System.arraycopy(answer, 0, outputs, 0, answer.length);
        }
    }

    @Override
    public synchronized double divergence(float[] input) {
        try (INDArray in =
                Nd4j.createFromArray(Arrays.copyOf(input, layout.width())).reshape(1, layout.width())) {
            return divergence.applyAsDouble(in);
        }
    }
}
