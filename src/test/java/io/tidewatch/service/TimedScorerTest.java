package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimedScorerTest {

    @Test
    void tellsTheDivergenceOfTheScorerItTimes() {
        InputLayout layout = new InputLayout(2, 1, 0);
        DenseLayer code = new DenseLayer(new float[][] {{1}, {0}, {0}, {0}}, new float[] {0.5f}, Activation.IDENTITY);
        DenseLayer cells = new DenseLayer(new float[1][2], new float[2], Activation.IDENTITY);
        Scorer compiled = CompiledScorer.compile(new Network(layout, List.of(code, cells)));
        Scorer timed = new TimedScorer(compiled, new SimpleMeterRegistry());
        assertThat(timed.divergence(new float[] {1.5f, 0, 1, 1})).isEqualTo(2);
    }
}
