package io.tidewatch.jmh;

import com.amazon.randomcutforest.config.Precision;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The peer: one event through AWS's Random Cut Forest, as it comes (50 trees of 256 samples), shingled like a window. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ForestBenchmark {
    private static final int WARM_UP = 2_000;

    @Param({"32x8", "8x8", "32x1", "8x1"})
    String shape;

    private ThresholdedRandomCutForest forest;
    private Random random;
    private int features;
    private long time;

    @Setup
    public void fill() {
        Shape parsed = Shape.parse(shape);
        features = parsed.features();
        random = new Random(1);
        forest = ThresholdedRandomCutForest.builder()
                .compact(true)
                .dimensions(parsed.steps() * features)
                .shingleSize(parsed.steps())
                .precision(Precision.FLOAT_32)
                .randomSeed(7)
                .build();
        for (int i = 0; i < WARM_UP; i++) {
            event();
        }
    }

    @Benchmark
    public Object event() {
        double[] point = new double[features];
        for (int f = 0; f < features; f++) {
            point[f] = Math.sin(time * 0.1 + f) + 0.1 * random.nextGaussian();
        }
        return forest.process(point, time++);
    }
}
