package io.tidewatch.evaluation.suite;

import io.tidewatch.evaluation.baseline.Baseline;
import io.tidewatch.series.SeriesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Runs the detector and the baselines over suites, and measures both alike. */
public final class Evaluation {
    /** How the detector stands in tables. */
    public static final String DETECTOR = "tidewatch";

    private final Settings settings;
    private final SeriesRun run;
    private final List<Baseline> baselines;

    /**
     * How to evaluate.
     *
     * @param firstSeed the other seeds follow
     * @param seeds how many
     * @param buffer largest label buffer of VUS, rows
     * @param threads series at work at the same time
     * @param output where results are written
     * @param scores where scores of an earlier run are; null: the detector runs now
     */
    public record Settings(
            long firstSeed,
            int seeds,
            int buffer,
            int threads,
            Path output,
            @Nullable Path scores) {

        public Settings {
            if (seeds < 1 || buffer < 0 || threads < 1) {
                throw new IllegalArgumentException("seeds and threads must be 1 or more, the buffer 0 or more: " + seeds
                        + ", " + threads + ", " + buffer);
            }
        }

        List<Long> allSeeds() {
            return LongStream.range(firstSeed, firstSeed + seeds).boxed().toList();
        }
    }

    public Evaluation(Settings settings, SeriesRun run, List<Baseline> baselines) {
        this.settings = settings;
        this.run = run;
        this.baselines = List.copyOf(baselines);
    }

    List<Long> seeds() {
        return settings.allSeeds();
    }

    Path output() {
        return settings.output();
    }

    /**
     * Evaluates one suite whose data is the same for every seed.
     *
     * @param progress receives the share of the work done, 0..1
     * @throws SeriesException when a series or a file of scores cannot be read
     */
    SuiteResult evaluate(Suite suite, DoubleConsumer progress) throws IOException, InterruptedException {
        SuiteResult result = new SuiteResult(suite.name(), names(suite));
        evaluate(suite, seedsOf(suite), result, progress);
        return result;
    }

    /**
     * Evaluates a suite whose data is another for each seed.
     *
     * @param suites one per seed, with series of the same names
     */
    SuiteResult evaluateEach(List<Suite> suites, DoubleConsumer progress) throws IOException, InterruptedException {
        SuiteResult result = new SuiteResult(suites.get(0).name(), names(suites.get(0)));
        for (int i = 0; i < suites.size(); i++) {
            double before = i;
            evaluate(
                    suites.get(i),
                    List.of(settings.allSeeds().get(i)),
                    result,
                    share -> progress.accept((before + share) / suites.size()));
        }
        return result;
    }

    private static List<String> names(Suite suite) {
        return suite.series().stream().map(SuiteSeries::name).toList();
    }

    private void evaluate(Suite suite, List<Long> seeds, SuiteResult result, DoubleConsumer progress)
            throws IOException, InterruptedException {
        List<LabelledSeries> series =
                suite.series().stream().map(LabelledSeries::read).toList();
        SharedProgress shared = new SharedProgress(seeds.size() * series.size() + 1, progress);
        for (long seed : seeds) {
            Path directory = directory(suite, seed);
            if (settings.scores() == null) {
                inParallel(suite.series(), one -> {
                    DoubleConsumer part = shared.part();
                    // Training is most of the work; scoring is the rest.
                    run.run(one, seed, directory, done -> part.accept(0.8 * done));
                    part.accept(1);
                    return one;
                });
            }
            add(suite, series, seed, directory, result);
        }
        compare(series, seeds, suite, result);
        shared.part().accept(1);
    }

    /** Where the scores of a run are: made now, or found in a folder of the run, of the suite, or of neither. */
    private Path directory(Suite suite, long seed) {
        Path scores = settings.scores();
        if (scores == null) {
            return settings.output().resolve(suite.name()).resolve("seed-" + seed);
        }
        String any = suite.series().get(0).name();
        List<Path> places = new ArrayList<>(
                List.of(scores.resolve(suite.name()).resolve("seed-" + seed), scores.resolve("seed-" + seed)));
        if (seed == settings.firstSeed()) {
            places.addAll(List.of(scores.resolve(suite.name()), scores));
        }
        return places.stream()
                .filter(place -> Files.isRegularFile(ScoreFile.path(place, any)))
                .findFirst()
                .orElseThrow(() -> new SeriesException("no " + ScoreFile.path(Path.of(""), any) + " in any of " + places
                        + "; name the output of an earlier evaluate or backtest, ask for fewer --seeds, or leave"
                        + " --from-scores out"));
    }

    /** All seeds, but for scores that were made with one only. */
    private List<Long> seedsOf(Suite suite) {
        Path scores = settings.scores();
        Path first = directory(suite, settings.firstSeed());
        boolean one = scores != null && (first.equals(scores) || first.equals(scores.resolve(suite.name())));
        return one ? settings.allSeeds().subList(0, 1) : settings.allSeeds();
    }

    /** Adds what the detector came to with one seed. */
    private void add(Suite suite, List<LabelledSeries> series, long seed, Path directory, SuiteResult result)
            throws IOException, InterruptedException {
        List<ScoreFile> files =
                inParallel(series, one -> ScoreFile.read(ScoreFile.path(directory, one.name()), one.rows()));
        List<Figures> each = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            ScoreFile file = files.get(i);
            each.add(DecisionFigures.of(series.get(i), file.alert(), file.raised()));
            result.decidedOtherwise(suite.nab() ? NabFigures.otherwise(series.get(i), file) : 0);
            Path page = directory.resolve(series.get(i).name() + ".html");
            if (Files.isRegularFile(page)) {
                String relative = settings.output()
                        .toAbsolutePath()
                        .relativize(page.toAbsolutePath())
                        .toString();
                result.page(series.get(i).name(), relative.replace('\\', '/'));
            }
        }
        List<Figures> ranking =
                ranking(series, files.stream().map(ScoreFile::scores).toList());
        List<Figures> both = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            both.add(ranking.get(i).and(each.get(i)));
        }
        result.add(DETECTOR, both, suite.nab() ? NabFigures.ofDecisions(series, files) : Figures.NONE);
        for (int kind = 0; kind < ScoreFile.evidenceNames().size(); kind++) {
            int column = kind;
            result.add(
                    DETECTOR + ": " + ScoreFile.evidenceNames().get(kind) + " only",
                    ranking(
                            series,
                            files.stream().map(file -> file.evidence(column)).toList()),
                    Figures.NONE);
        }
        Path injections = suite.injections();
        if (injections != null) {
            addInjections(injections, series, files, directory, result);
        }
    }

    private static void addInjections(
            Path list, List<LabelledSeries> series, List<ScoreFile> files, Path directory, SuiteResult result) {
        List<Injection> injected = InjectionList.read(list);
        if (injected.isEmpty()) {
            return;
        }
        List<InjectionFigures.Run> runs = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            runs.add(new InjectionFigures.Run(
                    series.get(i),
                    files.get(i),
                    ReportedIncident.read(
                            ReportedIncident.path(directory, series.get(i).name()))));
        }
        result.add(new InjectionFigures(runs, injected));
    }

    private List<Figures> ranking(List<LabelledSeries> series, List<double[]> scores)
            throws IOException, InterruptedException {
        List<Integer> indices =
                LongStream.range(0, series.size()).mapToObj(i -> (int) i).toList();
        return inParallel(indices, i -> RankingFigures.of(series.get(i), scores.get(i), settings.buffer()));
    }

    private void compare(List<LabelledSeries> series, List<Long> seeds, Suite suite, SuiteResult result)
            throws IOException, InterruptedException {
        for (Baseline baseline : baselines) {
            for (long seed : baseline.seeded() ? seeds : seeds.subList(0, 1)) {
                List<double[]> scores = inParallel(series, one -> {
                    double[] ofSeries = baseline.scores(one.values(), one.trainRows(), seed);
                    BaselineFile.write(settings.output().resolve(suite.name()).resolve(baseline.name()), one, ofSeries);
                    return ofSeries;
                });
                Figures nab = suite.nab() ? NabFigures.ofScores(series, scores) : Figures.NONE;
                result.add(baseline.name(), ranking(series, scores), nab);
            }
        }
    }

    /** A step of the work on one item. */
    private interface Work<T, R> {
        R of(T item) throws IOException;
    }

    private <T, R> List<R> inParallel(List<T> items, Work<T, R> work) throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(settings.threads(), items.size()));
        try {
            List<Callable<R>> calls = new ArrayList<>();
            items.forEach(item -> calls.add(() -> work.of(item)));
            List<Future<R>> futures = new ArrayList<>();
            calls.forEach(call -> futures.add(workers.submit(call)));
            List<R> results = new ArrayList<>();
            for (Future<R> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private static IOException rethrown(@Nullable Throwable cause) {
        if (cause instanceof IOException fault) {
            return fault;
        }
        if (cause instanceof UncheckedIOException fault) {
            return new IOException(fault.getMessage(), fault);
        }
        if (cause instanceof RuntimeException fault) {
            throw fault;
        }
        if (cause instanceof Error fault) {
            throw fault;
        }
        return new IOException("a series could not be evaluated", cause);
    }
}
