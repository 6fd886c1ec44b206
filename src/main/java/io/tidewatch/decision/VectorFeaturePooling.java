package io.tidewatch.decision;

import static io.tidewatch.decision.DecisionParameters.WEIGHT_OF_HIGHEST;

import io.tidewatch.evidence.Channels;
import io.tidewatch.math.VectorLogarithm;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link FeaturePooling} in the Vector API, a measure a lane; bit by bit the same. */
final class VectorFeaturePooling extends FeaturePooling {
    /** Of fewer features it is no faster. */
    static final int WORTH_IT = 3;

    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, LONGS.vectorShape());
    private static final int LANES = LONGS.length();

    /** The measures, and what is left of the last vector. */
    private static final int WIDTH = (Channels.PER_FEATURE + LANES - 1) / LANES * LANES;

    /** Per measure where its p-values start. */
    private final int[] starts;

    /** {@code [ranks × lanes]}: the smallest p-values of each measure, ascending; NaN: there is none. */
    private final double[] smallest;

    /** Their score; then by how much it is more than usual, 0 where there is none. */
    private final double[] scores;

    private final double[] excess;

    /** How many there are: 1 or 0. */
    private final double[] found;

    private final double[] highest = new double[WIDTH];
    private final double[] together = new double[WIDTH];

    VectorFeaturePooling(int features) {
        super(features);
        this.starts = new int[WIDTH];
        Arrays.setAll(starts, measure -> Math.min(measure, Channels.PER_FEATURE - 1) * features);
        this.smallest = new double[usual.length * LANES];
        this.scores = new double[smallest.length];
        this.excess = new double[smallest.length];
        this.found = new double[smallest.length];
    }

    @Override
    void poolFeatures(double[] pValues) {
        for (int measure = 0; measure < WIDTH; measure += LANES) {
            findSmallest(pValues, measure);
            score();
            compare();
            combine(measure);
        }
        System.arraycopy(highest, 0, strongest, 0, Channels.PER_FEATURE);
        System.arraycopy(together, 0, pooled, 0, Channels.PER_FEATURE);
    }

    /**
     * Each p-value takes the place of the first that is larger, which goes on to the next. As bits: any NaN is last.
     */
    private void findSmallest(double[] pValues, int measure) {
        Arrays.fill(smallest, Double.NaN);
        for (int f = 0; f < features; f++) {
            LongVector left =
                    DoubleVector.fromArray(DOUBLES, pValues, f, starts, measure).reinterpretAsLongs();
            for (int at = 0; at < smallest.length; at += LANES) {
                LongVector least = DoubleVector.fromArray(DOUBLES, smallest, at).reinterpretAsLongs();
                least.min(left).reinterpretAsDoubles().intoArray(smallest, at);
                left = least.max(left);
            }
        }
    }

    private void score() {
        for (int at = 0; at < smallest.length; at += LANES) {
            // None is below 0 otherwise.
            VectorLogarithm.toBase10(DoubleVector.fromArray(DOUBLES, smallest, at))
                    .abs()
                    .intoArray(scores, at);
        }
    }

    private void compare() {
        DoubleVector none = DoubleVector.zero(DOUBLES);
        DoubleVector one = DoubleVector.broadcast(DOUBLES, 1);
        for (int at = 0; at < smallest.length; at += LANES) {
            DoubleVector pValue = DoubleVector.fromArray(DOUBLES, smallest, at);
            VectorMask<Double> there = pValue.compare(VectorOperators.EQ, pValue);
            none.blend(DoubleVector.fromArray(DOUBLES, scores, at).sub(usual[at / LANES]), there)
                    .intoArray(excess, at);
            none.blend(one, there).intoArray(found, at);
        }
    }

    private void combine(int measure) {
        DoubleVector largest = DoubleVector.fromArray(DOUBLES, excess, 0);
        DoubleVector sum = largest;
        DoubleVector count = DoubleVector.fromArray(DOUBLES, found, 0);
        // Divided by 0, what has nothing to say is NaN.
        DoubleVector.fromArray(DOUBLES, scores, 0).mul(count).div(count).intoArray(highest, measure);
        for (int at = LANES; at < excess.length; at += LANES) {
            sum = sum.add(DoubleVector.fromArray(DOUBLES, excess, at));
            count = count.add(DoubleVector.fromArray(DOUBLES, found, at));
        }
        largest.mul(WEIGHT_OF_HIGHEST)
                .add(sum.mul(1 - WEIGHT_OF_HIGHEST).div(count))
                .max(0)
                .intoArray(together, measure);
    }
}
