package io.tidewatch.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.ParityCheck;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.SineWindows;
import io.tidewatch.model.TrainedNetwork;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

class Dl4jScorerTest {
    private static final List<Activation> ACTIVATIONS =
            List.of(Activation.TANH, Activation.RELU, Activation.SIGMOID, Activation.IDENTITY);

    /** A network of random shape, never trained, with biases; the seed's first activation is on its first layer. */
    private static TrainedNetwork random(long seed) {
        Random random = new Random(seed);
        InputLayout layout = new InputLayout(4 + random.nextInt(30), 1 + random.nextInt(6), random.nextInt(9));
        NeuralNetConfiguration.ListBuilder list =
                new NeuralNetConfiguration.Builder().seed(seed).list();
        int width = layout.width();
        for (int l = 0; l < 1 + random.nextInt(3); l++) {
            int outputs = 1 + random.nextInt(90);
            list.layer(new DenseLayer.Builder()
                    .nIn(width)
                    .nOut(outputs)
                    .biasInit(random.nextDouble())
                    .activation(ACTIVATIONS.get((int) (seed + l) % ACTIVATIONS.size()))
                    .build());
            width = outputs;
        }
        list.layer(new OutputLayer.Builder(new WeightedHuberLoss())
                .nIn(width)
                .nOut(layout.cells())
                .activation(Activation.IDENTITY)
                .build());
        MultiLayerNetwork net = new MultiLayerNetwork(list.build());
        net.init();
        return new TrainedNetwork(Dl4jNetworks.network(layout, net.getLayers()), Dl4jNetworks.write(net), 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void compiledNetworkAnswersAsTheLibraryDoes(long seed) {
        TrainedNetwork trained = random(seed);
        Scorer compiled = CompiledScorer.compile(trained.network());
        assertThatCode(() -> ParityCheck.require(compiled, new Dl4jScorer(trained)))
                .doesNotThrowAnyException();
    }

    @Test
    void compiledDefaultArchitectureAnswersAsTheLibraryDoes() {
        InputLayout layout = new InputLayout(32, 8, 5);
        ModelSpec brief = new ModelSpec(ModelSpec.DEFAULT.kind(), List.of(), 2, 64, 3e-3, 1);
        TrainedNetwork trained = new Dl4jTrainer().train(brief, SineWindows.of(layout, 256, 4), null, done -> {});
        Scorer compiled = CompiledScorer.compile(trained.network());
        assertThatCode(() -> ParityCheck.require(compiled, new Dl4jScorer(trained)))
                .doesNotThrowAnyException();
        assertThat(trained.probe())
                .as("the library's own answers, stored so that others can be held against them without it")
                .contains(ProbeAnswers.of(new Dl4jScorer(trained)));
    }
}
