package io.tidewatch.evaluation.suite;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.tidewatch.evaluation.RowSpan;
import io.tidewatch.simulation.InjectedAnomaly;
import io.tidewatch.simulation.variety.SeriesRecipe;
import io.tidewatch.simulation.variety.SimulatedRow;
import io.tidewatch.simulation.variety.SimulatedSeries;
import io.tidewatch.simulation.variety.Varieties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Simulated series of many rhythms, steps and kinds of values, a file each; the same seed gives the same bytes. */
final class VarietySuite implements SimulatedSuite {
    /** Name of the suite with labelled anomalies. */
    static final String ANOMALIES = "synthetic-variety";

    /** Name of the suite of the same series with nothing wrong. */
    static final String NORMAL = "synthetic-normal";

    private final List<SimulatedSeries> series;

    private VarietySuite(List<SeriesRecipe> recipes, long seed) {
        this.series = recipes.stream()
                .map(recipe -> new SimulatedSeries(recipe, seed))
                .toList();
    }

    static VarietySuite anomalies(long seed) {
        return new VarietySuite(Varieties.all(), seed);
    }

    static VarietySuite normal(long seed) {
        return new VarietySuite(Varieties.normal(), seed);
    }

    /** Only some of the series, for tests. */
    static VarietySuite of(List<String> names, long seed) {
        return new VarietySuite(
                Varieties.all().stream()
                        .filter(recipe -> names.contains(recipe.name()))
                        .toList(),
                seed);
    }

    @Override
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> manifest = new ArrayList<>(List.of(SimulatedFile.MANIFEST_HEADER));
        List<Injection> injections = new ArrayList<>();
        for (SimulatedSeries each : series) {
            List<SimulatedRow> rows = each.rows();
            write(folder, each.recipe(), rows);
            long train = rows.stream()
                    .filter(row -> row.timeMs() < each.watchedFromMs())
                    .count();
            List<String> features = each.recipe().featureNames();
            manifest.add(SimulatedFile.manifestLine(each.recipe().name(), train, rows.size(), features.size()));
            each.anomalies().forEach(anomaly -> injections.add(injection(anomaly, features, rows)));
        }
        Files.write(folder.resolve(SuiteFolder.MANIFEST), manifest);
        InjectionList.write(folder.resolve(SuiteFolder.INJECTIONS), injections);
    }

    private static void write(Path folder, SeriesRecipe recipe, List<SimulatedRow> rows) throws IOException {
        try (CsvWriter file = SimulatedFile.open(folder, recipe.name(), recipe.featureNames())) {
            for (SimulatedRow row : rows) {
                List<String> cells = new ArrayList<>(
                        List.of(Instant.ofEpochMilli(row.timeMs()).toString()));
                row.values().forEach(value -> cells.add(SimulatedFile.cell(value)));
                cells.add(row.anomalous() ? "1" : "0");
                file.writeRecord(cells);
            }
        }
    }

    private static Injection injection(InjectedAnomaly anomaly, List<String> features, List<SimulatedRow> rows) {
        int[] covered = IntStream.range(0, rows.size())
                .filter(row -> anomaly.covers(rows.get(row).timeMs()))
                .toArray();
        return new Injection(
                anomaly.entity(),
                anomaly.type(),
                anomaly.features().stream().map(features::get).toList(),
                anomaly.magnitude(),
                new RowSpan(covered[0], covered[covered.length - 1]));
    }
}
