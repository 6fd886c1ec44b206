package io.tidewatch.jmh;

import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs all benchmarks in one go, and prints them as tables with the ratios between them: {@code mvn -q -Pjmh}. With an
 * argument, only those whose name contains it.
 */
public final class Benchmarks {
    private static final int MEASUREMENTS = 7;

    private Benchmarks() {}

    public static void main(String[] args) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(MEASUREMENTS)
                .measurementTime(TimeValue.milliseconds(500))
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class);
        for (String benchmark : args.length == 0 ? List.of("io\\.tidewatch\\.") : List.of(args)) {
            options.include(benchmark);
        }
        Figures figures = new Figures(new Runner(options.build()).run());
        System.out.println();
        figures.tables().forEach(System.out::println);
    }

    /** Median of a result's measurements. */
    static double median(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }

    static String number(double value) {
        String format = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
