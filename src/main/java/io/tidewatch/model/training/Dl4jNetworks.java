package io.tidewatch.model.training;

import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Network;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Deeplearning4j networks, to and from their own file, and as plain numbers. */
final class Dl4jNetworks {
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private Dl4jNetworks() {}

    /** Writes a network with its updater. The same network gives the same bytes. */
    static byte[] write(Model net) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteArrayOutputStream timeless = new ByteArrayOutputStream();
        try {
            ModelSerializer.writeModel(net, bytes, true);
            copyWithoutTimes(bytes.toByteArray(), timeless);
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory cannot fail", e);
        }
        return timeless.toByteArray();
    }

    /** The library stamps each entry with the wall-clock time. */
    private static void copyWithoutTimes(byte[] zip, OutputStream to) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
                ZipOutputStream out = new ZipOutputStream(to)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(ENTRY_TIME);
                out.putNextEntry(copy);
                in.transferTo(out);
                out.closeEntry();
            }
        }
    }

    /** @throws IllegalArgumentException when the bytes are no network */
    static MultiLayerNetwork read(byte[] zip) {
        try {
            return ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip), true);
        } catch (IOException e) {
            throw noNetwork(e);
        }
    }

    /** Whether the library wrote a graph, not a list of layers. */
    static boolean isGraph(byte[] zip) {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(ModelSerializer.CONFIGURATION_JSON)) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("\"networkInputs\"");
                }
            }
        } catch (IOException e) {
            throw noNetwork(e);
        }
        return false;
    }

    /** @throws IllegalArgumentException when the bytes are no graph */
    static ComputationGraph readGraph(byte[] zip) {
        try {
            return ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(zip), true);
        } catch (IOException e) {
            throw noNetwork(e);
        }
    }

    private static IllegalArgumentException noNetwork(IOException cause) {
        return new IllegalArgumentException("network.zip holds no Deeplearning4j network; train the model anew", cause);
    }

    /** @throws IllegalArgumentException when there are layers or activations that cannot be written as plain numbers */
    static Network network(InputLayout layout, Layer[] layers) {
        return new Network(
                layout, Arrays.stream(layers).map(Dl4jNetworks::dense).toList());
    }

    /** @throws IllegalArgumentException when the layer or its activation cannot be written as plain numbers */
    static DenseLayer dense(Layer layer) {
        if (!(layer.conf().getLayer() instanceof FeedForwardLayer dense) || layer.getParam("W") == null) {
            throw new IllegalArgumentException("layer " + layer.getIndex() + " is not dense");
        }
        return new DenseLayer(
                layer.getParam("W").toFloatMatrix(),
                layer.getParam("b").ravel().toFloatVector(),
                activation(dense.getActivationFn()));
    }

    private static Activation activation(IActivation activation) {
        if (activation instanceof ActivationIdentity) {
            return Activation.IDENTITY;
        } else if (activation instanceof ActivationTanH) {
            return Activation.TANH;
        } else if (activation instanceof ActivationReLU) {
            return Activation.RELU;
        } else if (activation instanceof ActivationSigmoid) {
            return Activation.SIGMOID;
        }
        throw new IllegalArgumentException("activation " + activation + " cannot be compiled");
    }
}
