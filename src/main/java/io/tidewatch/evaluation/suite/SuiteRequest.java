package io.tidewatch.evaluation.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** A suite as it is asked for: a folder, a name of one, or a simulated suite, which needs no data. */
public final class SuiteRequest {
    private final String name;
    private final @Nullable Suite suite;

    private SuiteRequest(String name, @Nullable Suite suite) {
        this.name = name;
        this.suite = suite;
    }

    /**
     * Finds a suite; nothing is run.
     *
     * @param name a simulated suite's name, a folder, or the name of a folder in the data
     * @param data holds a folder per suite; null: none
     * @param trainFraction share of the rows of each series to learn from; NaN: what is agreed for the suite
     * @throws io.tidewatch.series.SeriesException when there is no such suite, or it holds no series
     */
    public static SuiteRequest of(String name, @Nullable Path data, double trainFraction) {
        if (SimulatedSuite.NAMES.contains(name)) {
            return new SuiteRequest(name, null);
        }
        Path last = Path.of(name).toAbsolutePath().normalize().getFileName();
        String title = last == null ? name : last.toString();
        return new SuiteRequest(title, SuiteFolder.find(data, name).read(title, trainFraction));
    }

    /** As it stands in tables. */
    public String name() {
        return name;
    }

    /**
     * Runs it.
     *
     * @param progress receives the share of the work done, 0..1
     * @throws io.tidewatch.series.SeriesException when a series or a file of scores cannot be read
     */
    public SuiteResult evaluate(Evaluation evaluation, DoubleConsumer progress)
            throws IOException, InterruptedException {
        if (suite != null) {
            return evaluation.evaluate(suite, progress);
        }
        List<Suite> simulated = new ArrayList<>();
        for (long seed : evaluation.seeds()) {
            Path folder = evaluation.output().resolve(name).resolve("data-" + seed);
            SimulatedSuite.of(name, seed).orElseThrow().write(folder);
            simulated.add(SuiteFolder.find(null, folder.toString()).read(name, Double.NaN));
        }
        return evaluation.evaluateEach(simulated, progress);
    }
}
