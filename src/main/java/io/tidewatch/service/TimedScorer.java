package io.tidewatch.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Scorer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A scorer whose calls are timed. Reading the clock costs a few hundredths of what a call does. */
final class TimedScorer implements Scorer {
    private final Scorer scorer;
    private final Timer timer;

    TimedScorer(Scorer scorer, MeterRegistry meters) {
        this.scorer = scorer;
        this.timer = Timer.builder("tidewatch.scoring")
                .description("Time the network takes for the rows of one step of one entity")
                .serviceLevelObjectives(
                        Duration.ofNanos(5_000),
                        Duration.ofNanos(10_000),
                        Duration.ofNanos(25_000),
                        Duration.ofNanos(50_000),
                        Duration.ofNanos(100_000),
                        Duration.ofNanos(250_000),
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(25))
                .register(meters);
    }

    @Override
    public InputLayout layout() {
        return scorer.layout();
    }

    @Override
    public void score(float[] inputs, int rows, float[] outputs) {
        long startedNs = System.nanoTime();
        scorer.score(inputs, rows, outputs);
        timer.record(System.nanoTime() - startedNs, TimeUnit.NANOSECONDS);
    }

    @Override
    public void scoreHiding(float[] input, int[] hidden, float[] outputs) {
        long startedNs = System.nanoTime();
        scorer.scoreHiding(input, hidden, outputs);
        timer.record(System.nanoTime() - startedNs, TimeUnit.NANOSECONDS);
    }

    @Override
    public double divergence(float[] input) {
        return scorer.divergence(input);
    }
}
