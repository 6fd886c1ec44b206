package io.tidewatch.decision;

import io.tidewatch.math.VectorLogarithm;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link FeaturePooling} in the Vector API, a channel a lane; bit by bit the same. */
final class VectorFeaturePooling extends FeaturePooling {
    /** Of fewer features it is no faster. */
    static final int WORTH_IT = 3;

    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, LONGS.vectorShape());
    private static final int LANES = LONGS.length();

    /** The channels, and what is left of the last vector. */
    private static final int WIDTH = (CHANNELS + LANES - 1) / LANES * LANES;

    /** Per channel where its probabilities start. */
    private final int[] starts;

    /** {@code [ranks × lanes]}: the smallest probabilities of each channel, ascending; NaN: there is none. */
    private final double[] smallest;

    /** Their surprise; then by how much it is more than usual, 0 where there is none. */
    private final double[] surprises;

    private final double[] excess;

    /** How many there are: 1 or 0. */
    private final double[] found;

    private final double[] strongest = new double[WIDTH];
    private final double[] together = new double[WIDTH];

    VectorFeaturePooling(int features) {
        super(features);
        this.starts = new int[WIDTH];
        Arrays.setAll(starts, channel -> Math.min(channel, CHANNELS - 1) * features);
        this.smallest = new double[usual.length * LANES];
        this.surprises = new double[smallest.length];
        this.excess = new double[smallest.length];
        this.found = new double[smallest.length];
    }

    @Override
    void rank(double[] probabilities, double[] strongestOf, double[] togetherOf) {
        for (int channel = 0; channel < WIDTH; channel += LANES) {
            findSmallest(probabilities, channel);
            surprise();
            compare();
            combine(channel);
        }
        System.arraycopy(strongest, 0, strongestOf, 0, CHANNELS);
        System.arraycopy(together, 0, togetherOf, 0, CHANNELS);
    }

    /** Each probability takes the place of the first that is larger, which goes on to the next. As bits: any NaN is last. */
    private void findSmallest(double[] probabilities, int channel) {
        Arrays.fill(smallest, Double.NaN);
        for (int f = 0; f < features; f++) {
            LongVector left = DoubleVector.fromArray(DOUBLES, probabilities, f, starts, channel)
                    .reinterpretAsLongs();
            for (int at = 0; at < smallest.length; at += LANES) {
                LongVector least = DoubleVector.fromArray(DOUBLES, smallest, at).reinterpretAsLongs();
                least.min(left).reinterpretAsDoubles().intoArray(smallest, at);
                left = least.max(left);
            }
        }
    }

    private void surprise() {
        for (int at = 0; at < smallest.length; at += LANES) {
            // None is below 0 otherwise.
            VectorLogarithm.toBase10(DoubleVector.fromArray(DOUBLES, smallest, at))
                    .abs()
                    .intoArray(surprises, at);
        }
    }

    private void compare() {
        DoubleVector none = DoubleVector.zero(DOUBLES);
        DoubleVector one = DoubleVector.broadcast(DOUBLES, 1);
        for (int at = 0; at < smallest.length; at += LANES) {
            DoubleVector probability = DoubleVector.fromArray(DOUBLES, smallest, at);
            VectorMask<Double> there = probability.compare(VectorOperators.EQ, probability);
            none.blend(DoubleVector.fromArray(DOUBLES, surprises, at).sub(usual[at / LANES]), there)
                    .intoArray(excess, at);
            none.blend(one, there).intoArray(found, at);
        }
    }

    private void combine(int channel) {
        DoubleVector largest = DoubleVector.fromArray(DOUBLES, excess, 0);
        DoubleVector sum = largest;
        DoubleVector count = DoubleVector.fromArray(DOUBLES, found, 0);
        // Divided by 0, what has nothing to say is NaN.
        DoubleVector.fromArray(DOUBLES, surprises, 0).mul(count).div(count).intoArray(strongest, channel);
        for (int at = LANES; at < excess.length; at += LANES) {
            sum = sum.add(DoubleVector.fromArray(DOUBLES, excess, at));
            count = count.add(DoubleVector.fromArray(DOUBLES, found, at));
        }
        largest.mul(0.5).add(sum.mul(0.5).div(count)).max(0).intoArray(together, channel);
    }
}
