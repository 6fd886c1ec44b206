package io.tidewatch.jmh;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.SineWindows;
import io.tidewatch.model.training.Dl4jTrainer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The medians of one run, and what follows from them, as Markdown tables. */
final class Figures {
    private static final List<String> SHAPES = List.of("16x4", "32x8", "64x38");
    private static final List<String> BATCHES = List.of("1", "4", "32", "512");

    private final Map<String, RunResult> results = new TreeMap<>();

    Figures(Collection<RunResult> all) {
        for (RunResult result : all) {
            String method = result.getParams().getBenchmark();
            String[] parts = method.split("\\.");
            String batch = result.getParams().getParam("batch");
            results.put(
                    String.join(
                            "/",
                            parts[parts.length - 2],
                            parts[parts.length - 1],
                            result.getParams().getParam("shape"),
                            batch == null ? "1" : batch),
                    result);
        }
    }

    private OptionalDouble micros(String benchmark, String method, String shape, String batch) {
        RunResult result = results.get(String.join("/", benchmark, method, shape, batch));
        return result == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(Benchmarks.median(result) / Integer.parseInt(batch));
    }

    private Optional<Double> bytes(String benchmark, String method, String shape, String batch) {
        RunResult result = results.get(String.join("/", benchmark, method, shape, batch));
        if (result == null) {
            return Optional.empty();
        }
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                .map(Map.Entry::getValue)
                .map(Result::getScore)
                .findFirst();
    }

    List<String> tables() {
        List<String> lines = new ArrayList<>();
        scorer(lines);
        core(lines);
        return lines;
    }

    private void scorer(List<String> lines) {
        lines.add(
                "| window | batch | compiled µs a row | GFLOP/s | share of BLAS | bytes a batch | plain µs | library µs |"
                        + " compiled is faster by |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        for (String shape : SHAPES) {
            double work = flops(shape);
            for (String batch : BATCHES) {
                OptionalDouble compiled = micros("ScorerBenchmark", "compiledVector", shape, batch);
                OptionalDouble plain = micros("ScorerBenchmark", "compiledPlain", shape, batch);
                OptionalDouble library = micros("ScorerBenchmark", "library", shape, batch);
                OptionalDouble products = micros("ScorerBenchmark", "products", shape, batch);
                if (compiled.isEmpty() || plain.isEmpty() || library.isEmpty() || products.isEmpty()) {
                    continue;
                }
                double each = compiled.getAsDouble();
                lines.add(String.join(
                        " | ",
                        "| " + shape,
                        batch,
                        Benchmarks.number(each),
                        Benchmarks.number(work / each / 1000),
                        Math.round(100 * products.getAsDouble() / each) + "%",
                        Benchmarks.number(bytes("ScorerBenchmark", "compiledVector", shape, batch)
                                .orElse(Double.NaN)),
                        Benchmarks.number(plain.getAsDouble()),
                        Benchmarks.number(library.getAsDouble()),
                        Benchmarks.number(library.getAsDouble() / each) + "× |"));
            }
        }
        lines.add("");
    }

    private void core(List<String> lines) {
        lines.add("| window | whole core µs an event | of one entity | extract | window | score | together | decide |"
                + " bytes an event |"
                + " Random Cut Forest µs | core is cheaper by |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|");
        for (String shape : List.of("32x8", "32x2", "32x1")) {
            OptionalDouble whole = micros("CoreBenchmark", "wholeCore", shape, "1");
            if (whole.isEmpty()) {
                continue;
            }
            OptionalDouble forest = micros("ForestBenchmark", "event", shape, "1");
            List<String> cells = new ArrayList<>(List.of("| " + shape, Benchmarks.number(whole.getAsDouble())));
            for (String part :
                    List.of("wholeCoreOfOneEntity", "extract", "window", "score", "scoreTogether", "decide")) {
                cells.add(Benchmarks.number(
                        micros("CoreBenchmark", part, shape, "1").orElse(Double.NaN)));
            }
            cells.add(Benchmarks.number(
                    bytes("CoreBenchmark", "wholeCore", shape, "1").orElse(Double.NaN)));
            cells.add(forest.isEmpty() ? "" : Benchmarks.number(forest.getAsDouble()));
            cells.add(forest.isEmpty() ? "|" : Benchmarks.number(forest.getAsDouble() / whole.getAsDouble()) + "× |");
            lines.add(String.join(" | ", cells));
        }
    }

    /** Multiplications and additions of one row through the default network. */
    private static double flops(String shape) {
        InputLayout layout = Shape.parse(shape).layout(6);
        ModelSpec brief = new ModelSpec(ModelKind.AUTOENCODER, List.of(), 1, 128, 3e-3, 7);
        Network network = new Dl4jTrainer()
                .train(brief, SineWindows.of(layout, 8, 1), null, done -> {})
                .network();
        return network.layers().stream()
                .mapToDouble(layer -> 2.0 * layer.inputs() * layer.outputs())
                .sum();
    }
}
