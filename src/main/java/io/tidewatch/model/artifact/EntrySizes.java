package io.tidewatch.model.artifact;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ProbeAnswers;
import java.util.List;
import java.util.Map;

/** How many bytes the shapes in a manifest ask for: known, and within bounds, before any of them is taken. */
final class EntrySizes {
    private final String source;
    private final long mostBytes;

    private EntrySizes(String source, long mostBytes) {
        this.source = source;
        this.mostBytes = mostBytes;
    }

    /**
     * The most bytes of each entry that may be there, by its name.
     *
     * @param source where the model is from, for errors
     * @param mostBytes of all entries together
     * @throws ModelArtifactException when a shape is out of bounds
     */
    static Map<String, Long> of(String source, Manifest manifest, long mostBytes) throws ModelArtifactException {
        return new EntrySizes(source, mostBytes).of(manifest);
    }

    private Map<String, Long> of(Manifest manifest) throws ModelArtifactException {
        InputLayout layout = manifest.layout();
        bounded("steps", layout.steps(), Limits.STEPS);
        bounded("features", layout.features(), Limits.FEATURES);
        bounded("features", manifest.features().size(), Limits.FEATURES);
        bounded("side inputs", layout.side(), Limits.SIDE_INPUTS);
        if (manifest.codeWidth() < 0) {
            throw ModelArtifactException.refused(source, "its codes have " + manifest.codeWidth() + " numbers");
        }
        long cells = (long) layout.steps() * layout.features();
        long weights = bytes(Entries.WEIGHTS, manifest.layers());
        // The last two have no shape in the manifest.
        return Map.of(
                Entries.WEIGHTS,
                weights,
                Entries.PROBE,
                bytes(Entries.PROBE, ProbeAnswers.ROWS * cells),
                Entries.SPREAD,
                bytes(Entries.SPREAD, manifest.spread()),
                Entries.REGRESSIONS,
                bytes(Entries.REGRESSIONS, manifest.regressions()),
                Entries.CODES,
                2L * Limits.CODES * manifest.codeWidth() * Float.BYTES,
                Entries.DL4J,
                Limits.LIBRARY_TIMES_WEIGHTS * weights + Limits.LIBRARY_DESCRIPTION_BYTES);
    }

    private long bytes(String entry, List<Manifest.Layer> layers) throws ModelArtifactException {
        bounded("layers", layers.size(), Limits.LAYERS);
        long numbers = 0;
        for (Manifest.Layer layer : layers) {
            if (layer.inputs() < 1 || layer.outputs() < 1) {
                throw ModelArtifactException.refused(
                        source, "a layer is of " + layer.inputs() + " × " + layer.outputs() + " numbers");
            }
            numbers += bytes(entry, layer.numbers()) / Float.BYTES;
        }
        return bytes(entry, numbers);
    }

    private long bytes(String entry, long numbers) throws ModelArtifactException {
        if (numbers > mostBytes / Float.BYTES) {
            throw ModelArtifactException.refused(
                    source,
                    entry + " shall hold " + numbers + " numbers, more than a file of its size may unpack to ("
                            + mostBytes + " bytes)");
        }
        return numbers * Float.BYTES;
    }

    private void bounded(String what, int count, int most) throws ModelArtifactException {
        if (count > most) {
            throw ModelArtifactException.refused(source, "it has " + count + " " + what + ", the most is " + most);
        }
    }
}
