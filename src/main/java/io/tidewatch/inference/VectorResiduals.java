package io.tidewatch.inference;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PlainResiduals} in the Vector API.
 *
 * <p>The features of a step lie side by side, and a vector takes as many of them as it has lanes. Where there are fewer, the
 * lanes left sum up whatever follows, and nobody asks for it.
 */
final class VectorResiduals {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;
    private static final VectorShuffle<Float>[] HALVES = halves();

    private VectorResiduals() {}

    static void unroll(float[] ring, int length, int first, float[] into) {
        int from = first;
        for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(SPECIES, ring, from).intoArray(into, i);
            from += LANES;
            from -= from < length ? 0 : length;
        }
    }

    static void sum(float[] residuals, int from, int to, int features, float[] sums, float[] seen) {
        FloatVector none = FloatVector.zero(SPECIES);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int f = 0; f < features; f += LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, sums, f);
            FloatVector count = FloatVector.fromArray(SPECIES, seen, f);
            for (int at = to - features + f; at >= from; at -= features) {
                FloatVector residual = FloatVector.fromArray(SPECIES, residuals, at);
                VectorMask<Float> there = residual.compare(VectorOperators.EQ, residual);
                sum = sum.add(none.blend(residual, there));
                count = count.add(none.blend(one, there));
            }
            sum.intoArray(sums, f);
            count.intoArray(seen, f);
        }
    }

    static void sumOff(
            float[] cells, float[] expected, int shift, int from, int to, int features, float[] sums, float[] seen) {
        FloatVector none = FloatVector.zero(SPECIES);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int f = 0; f < features; f += LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, sums, f);
            FloatVector count = FloatVector.fromArray(SPECIES, seen, f);
            for (int at = to - features + f; at >= from; at -= features) {
                FloatVector residual = FloatVector.fromArray(SPECIES, cells, at)
                        .sub(FloatVector.fromArray(SPECIES, expected, shift + at));
                VectorMask<Float> there = residual.compare(VectorOperators.EQ, residual);
                sum = sum.add(none.blend(residual, there));
                count = count.add(none.blend(one, there));
            }
            sum.intoArray(sums, f);
            count.intoArray(seen, f);
        }
    }

    static void deviations(
            float[] raw, float[] seasonal, int from, int count, float limit, float[] into, float[] known) {
        FloatVector none = FloatVector.zero(SPECIES);
        FloatVector high = FloatVector.broadcast(SPECIES, limit);
        FloatVector low = FloatVector.broadcast(SPECIES, -limit);
        for (int i = 0; i < count; i += LANES) {
            FloatVector ofSeason = FloatVector.fromArray(SPECIES, seasonal, from + i);
            FloatVector deviation = FloatVector.fromArray(SPECIES, raw, from + i)
                    .blend(ofSeason, ofSeason.compare(VectorOperators.EQ, ofSeason));
            deviation = deviation
                    .blend(high, deviation.compare(VectorOperators.GT, high))
                    .blend(low, deviation.compare(VectorOperators.LT, low));
            deviation.intoArray(into, i);
            none.blend(deviation, deviation.compare(VectorOperators.EQ, deviation))
                    .intoArray(known, i);
        }
    }

    static void known(float[] values, int count, float[] into) {
        FloatVector none = FloatVector.zero(SPECIES);
        for (int i = 0; i < count; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, values, i);
            none.blend(value, value.compare(VectorOperators.EQ, value)).intoArray(into, i);
        }
    }

    static int show(float[] cells, int count, float[] inputs) {
        FloatVector none = FloatVector.zero(SPECIES);
        FloatVector seen = none;
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector cell = FloatVector.fromArray(SPECIES, cells, i);
            VectorMask<Float> there = cell.compare(VectorOperators.EQ, cell);
            FloatVector mask = none.blend(1f, there);
            none.blend(cell, there).intoArray(inputs, i);
            mask.intoArray(inputs, count + i);
            seen = seen.add(mask);
        }
        return (int) total(seen) + PlainResiduals.show(cells, i, count, inputs);
    }

    static float squares(float[] inputs, float[] outputs, int count) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector off = FloatVector.fromArray(SPECIES, inputs, i)
                    .sub(FloatVector.fromArray(SPECIES, outputs, i))
                    .mul(FloatVector.fromArray(SPECIES, inputs, count + i));
            sum = off.fma(off, sum);
        }
        return total(sum) + PlainResiduals.squares(inputs, outputs, i, count);
    }

    /** The sum of the lanes, by halves. (The library's own leaves the order open: interpreted and compiled differ in rounding.) */
    private static float total(FloatVector sum) {
        FloatVector folded = sum;
        for (VectorShuffle<Float> half : HALVES) {
            folded = folded.add(folded.rearrange(half));
        }
        return folded.lane(0);
    }

    /** For each power of two below the number of lanes, the largest first: every lane from so many lanes further on. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of generic types.
    private static VectorShuffle<Float>[] halves() {
        VectorShuffle[] halves = new VectorShuffle[Integer.numberOfTrailingZeros(LANES)];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = VectorShuffle.iota(SPECIES, LANES >> i + 1, 1, true);
        }
        return halves;
    }
}
