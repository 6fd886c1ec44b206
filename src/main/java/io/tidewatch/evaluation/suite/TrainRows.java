package io.tidewatch.evaluation.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What a manifest says of the rows to learn from: lines of {@code file,train_rows}, the file relative to the manifest. */
final class TrainRows {
    private TrainRows() {}

    /** The manifest of a folder, else the one beside the folder; empty when there is none. */
    static Map<Path, Integer> near(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        for (Path place = absolute; place != null; place = place.getParent()) {
            Path manifest = place.resolve(SuiteFolder.MANIFEST);
            if (Files.isRegularFile(manifest)) {
                return read(manifest);
            }
            if (!place.equals(absolute)) {
                break;
            }
        }
        return Map.of();
    }

    private static Map<Path, Integer> read(Path manifest) {
        Map<Path, Integer> rows = new HashMap<>();
        new CsvTable(manifest)
                .read(line -> rows.put(
                        manifest.resolveSibling(line.getField("file")).normalize(),
                        Integer.parseInt(line.getField("train_rows").trim())));
        return rows;
    }
}
