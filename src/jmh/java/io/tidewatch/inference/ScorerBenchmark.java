package io.tidewatch.inference;

import io.tidewatch.jmh.Shape;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.SineWindows;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.training.Dl4jScorer;
import io.tidewatch.model.training.Dl4jTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One batch of windows through the default network: compiled in both ways, by the library, and as bare products. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ScorerBenchmark {
    private static final int SIDE = 6;

    @Param({"16x4", "32x8", "64x38"})
    String shape;

    @Param({"1", "4", "32", "512"})
    int batch;

    private Scorer vector;
    private Scorer plain;
    private Scorer library;
    private float[] inputs;
    private float[] outputs;
    private final List<INDArray> left = new ArrayList<>();
    private final List<INDArray> weights = new ArrayList<>();
    private final List<INDArray> products = new ArrayList<>();

    /** The time does not hang on what the network knows: it is trained for a moment only. */
    @Setup
    public void train() {
        InputLayout layout = Shape.parse(shape).layout(SIDE);
        ModelSpec brief = new ModelSpec(ModelKind.AUTOENCODER, List.of(), 1, 128, 3e-3, 7);
        TrainedNetwork trained = new Dl4jTrainer().train(brief, SineWindows.of(layout, 256, 1), null, done -> {});
        vector = CompiledScorer.compile(trained.network(), Kernel.best());
        plain = CompiledScorer.compile(trained.network(), Kernel.PLAIN);
        library = new Dl4jScorer(trained);
        Random random = new Random(1);
        inputs = new float[batch * layout.width()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextGaussian();
        }
        outputs = new float[batch * layout.cells()];
        for (DenseLayer layer : trained.network().layers()) {
            left.add(Nd4j.rand(batch, layer.inputs()));
            weights.add(Nd4j.rand(layer.inputs(), layer.outputs()));
            products.add(Nd4j.create(batch, layer.outputs()));
        }
    }

    @Benchmark
    public float[] compiledVector() {
        vector.score(inputs, batch, outputs);
        return outputs;
    }

    @Benchmark
    public float[] compiledPlain() {
        plain.score(inputs, batch, outputs);
        return outputs;
    }

    @Benchmark
    public float[] library() {
        library.score(inputs, batch, outputs);
        return outputs;
    }

    /** The matrix products of all layers by the library's BLAS, and nothing else: the rate to be held against. */
    @Benchmark
    public Object products() {
        for (int l = 0; l < left.size(); l++) {
            left.get(l).mmuli(weights.get(l), products.get(l));
        }
        return products;
    }
}
