package io.tidewatch.model.artifact;

import io.tidewatch.model.Activation;
import io.tidewatch.model.CodeSamples;
import io.tidewatch.model.DenseLayer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The numbers of a model as little-endian floats. */
final class Numbers {
    private Numbers() {}

    static List<Manifest.Layer> shapes(List<DenseLayer> layers) {
        return layers.stream()
                .map(l -> new Manifest.Layer(
                        l.inputs(), l.outputs(), l.activation().name()))
                .toList();
    }

    /** Layer by layer: weights input by input, then biases. */
    static byte[] weights(List<DenseLayer> layers) {
        long count = shapes(layers).stream().mapToLong(Manifest.Layer::numbers).sum();
        ByteBuffer buffer =
                ByteBuffer.allocate(Math.toIntExact(count * Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        for (DenseLayer layer : layers) {
            for (int i = 0; i < layer.inputs(); i++) {
                for (int o = 0; o < layer.outputs(); o++) {
                    buffer.putFloat(layer.weight(i, o));
                }
            }
            for (int o = 0; o < layer.outputs(); o++) {
                buffer.putFloat(layer.bias(o));
            }
        }
        return buffer.array();
    }

    /**
     * Layers of these shapes.
     *
     * @param entry whose bytes they are, for errors
     * @throws IllegalArgumentException when there are more or fewer numbers
     */
    static List<DenseLayer> layers(String entry, List<Manifest.Layer> shapes, byte[] bytes) {
        FloatBuffer floats =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        long expected = shapes.stream().mapToLong(Manifest.Layer::numbers).sum();
        if (floats.remaining() != expected) {
            throw new IllegalArgumentException(entry + " holds " + floats.remaining() + " numbers, not " + expected);
        }
        List<DenseLayer> layers = new ArrayList<>();
        for (Manifest.Layer shape : shapes) {
            float[][] weights = new float[shape.inputs()][shape.outputs()];
            for (float[] row : weights) {
                floats.get(row);
            }
            float[] bias = new float[shape.outputs()];
            floats.get(bias);
            layers.add(new DenseLayer(weights, bias, Activation.valueOf(shape.activation())));
        }
        return layers;
    }

    /** Centres, then deviations. */
    static byte[] codes(CodeSamples codes) {
        float[] both = Arrays.copyOf(codes.centres(), 2 * codes.size() * codes.width());
        System.arraycopy(codes.deviations(), 0, both, both.length / 2, both.length / 2);
        return bytes(both);
    }

    static CodeSamples codes(int width, float[] both) {
        return new CodeSamples(
                width,
                Arrays.copyOfRange(both, 0, both.length / 2),
                Arrays.copyOfRange(both, both.length / 2, both.length));
    }

    static byte[] bytes(float[] floats) {
        ByteBuffer buffer = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(floats);
        return buffer.array();
    }

    static float[] floats(byte[] bytes) {
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }
}
