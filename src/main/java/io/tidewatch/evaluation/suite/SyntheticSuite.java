package io.tidewatch.evaluation.suite;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.tidewatch.evaluation.RowSpan;
import io.tidewatch.event.Event;
import io.tidewatch.simulation.AnomalyType;
import io.tidewatch.simulation.Fleet;
import io.tidewatch.simulation.FleetSpec;
import io.tidewatch.simulation.InjectedAnomaly;
import io.tidewatch.simulation.LastingChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Simulated servers as a suite of series files: the same servers and anomalies as those of the demo, a row every ten
 * minutes,
 * a file per server. The count of events is a column, so that silence and bursts can be seen in a file. The same
 * seed gives
 * the same bytes.
 */
final class SyntheticSuite implements SimulatedSuite {
    /** Name of the suite with labelled anomalies. */
    static final String ANOMALIES = "synthetic";

    /** Name of the suite of normal data whose demand grows. */
    static final String DRIFT = "synthetic-drift";

    /** Name of the suite whose weeks to learn from are not free of anomalies. */
    static final String CONTAMINATED = "synthetic-contaminated";

    /** Name of the suite of normal data whose level rises for good. */
    static final String LEVEL = "synthetic-level";

    /** Name of the suite of normal data in which holidays begin. */
    static final String HOLIDAY = "synthetic-holiday";

    /** Days from the start until something changes that stays: ten after the weeks to learn from. */
    private static final Duration UNTIL_CHANGE = Duration.ofDays(24);

    private static final double CONTAMINATION = 0.05;

    private static final Duration STEP = Duration.ofMinutes(10);
    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final String EVENTS = "events";
    private static final List<String> COLUMNS =
            Stream.concat(Fleet.FEATURES.stream(), Stream.of(EVENTS)).toList();

    /** What is normal: a weaker weekend, gaps, a second regime a quarter of the time, events that come by chance. */
    private static final FleetSpec.Behaviour NORMAL = new FleetSpec.Behaviour(0.6, 0.005, 0.25, 0, 20);

    /** As normal, and growing by 1% a day: a third more after thirty days. */
    private static final FleetSpec.Behaviour GROWING = new FleetSpec.Behaviour(0.6, 0.005, 0.25, 0.01, 20);

    private final FleetSpec spec;

    private SyntheticSuite(FleetSpec spec) {
        this.spec = spec;
    }

    /**
     * Sixteen servers: two normal weeks to learn from, then 46 days with all types of anomalies in turn, some five
     * days apart.
     */
    static SyntheticSuite anomalies(long seed) {
        return new SyntheticSuite(new FleetSpec(
                16,
                STEP,
                MONDAY,
                Duration.ofDays(14),
                Duration.ofDays(46),
                seed,
                new FleetSpec.Anomalies(List.of(AnomalyType.values()), 1, 600),
                NORMAL));
    }

    /**
     * As {@link #anomalies}, with the same anomalies; but in five percent of the two weeks, too, something is wrong.
     */
    static SyntheticSuite contaminated(long seed) {
        FleetSpec clean = anomalies(seed).spec;
        return new SyntheticSuite(new FleetSpec(
                clean.entities(),
                STEP,
                MONDAY,
                clean.normal(),
                clean.watched(),
                seed,
                new FleetSpec.Anomalies(
                        clean.anomalies().types(), 1, clean.anomalies().stepsBetween(), CONTAMINATION),
                NORMAL));
    }

    /** Four servers: two normal weeks to learn from, then 35 days more, all normal but growing. */
    static SyntheticSuite drift(long seed) {
        return normal(seed, GROWING);
    }

    /** Likewise, but demand is half as much again from the tenth day on. */
    static SyntheticSuite level(long seed) {
        return normal(seed, lasting(LastingChange.Kind.LEVEL));
    }

    /** Likewise, but from the tenth day on each day is as a weekend's, and begins later. */
    static SyntheticSuite holiday(long seed) {
        return normal(seed, lasting(LastingChange.Kind.HOLIDAY));
    }

    private static FleetSpec.Behaviour lasting(LastingChange.Kind kind) {
        return new FleetSpec.Behaviour(
                NORMAL.weekendDemand(),
                NORMAL.missingShare(),
                NORMAL.busyShare(),
                0,
                NORMAL.eventsPerStep(),
                new LastingChange(kind, UNTIL_CHANGE));
    }

    private static SyntheticSuite normal(long seed, FleetSpec.Behaviour behaviour) {
        return new SyntheticSuite(new FleetSpec(
                4,
                STEP,
                MONDAY,
                Duration.ofDays(14),
                Duration.ofDays(35),
                seed,
                new FleetSpec.Anomalies(List.of(), 0, 200),
                behaviour));
    }

    /** Any other fleet, for tests. */
    static SyntheticSuite of(FleetSpec spec) {
        return new SyntheticSuite(spec);
    }

    @Override
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Fleet fleet = new Fleet(spec);
        Map<String, CsvWriter> files = new HashMap<>();
        List<String> names = new ArrayList<>();
        try {
            for (int i = 1; i <= spec.entities(); i++) {
                String name = String.format(Locale.ROOT, "web-%02d", i);
                names.add(name);
                files.put(name, SimulatedFile.open(folder, name, COLUMNS));
            }
            for (int row = 0; row < rows(); row++) {
                Map<String, List<Event>> events = new HashMap<>();
                fleet.step(timeMs(row), event -> events.computeIfAbsent(event.entity(), entity -> new ArrayList<>())
                        .add(event));
                for (String name : names) {
                    CsvWriter file = files.get(name);
                    if (file != null) {
                        file.writeRecord(
                                line(timeMs(row), events.getOrDefault(name, List.of()), labelled(fleet, name, row)));
                    }
                }
            }
        } finally {
            for (CsvWriter file : files.values()) {
                file.close();
            }
        }
        manifest(folder, names);
        InjectionList.write(
                folder.resolve(SuiteFolder.INJECTIONS),
                fleet.anomalies().stream().map(this::injection).toList());
    }

    /** A step as a row: the values of its events, and how many there were. */
    private static List<String> line(long timeMs, List<Event> events, boolean anomalous) {
        List<String> cells =
                new ArrayList<>(List.of(Instant.ofEpochMilli(timeMs).toString()));
        for (int f = 0; f < Fleet.FEATURES.size(); f++) {
            double value = events.isEmpty() ? Double.NaN : events.get(0).value(f);
            cells.add(SimulatedFile.cell(value));
        }
        cells.add(Integer.toString(events.size()));
        cells.add(anomalous ? "1" : "0");
        return cells;
    }

    private boolean labelled(Fleet fleet, String entity, int row) {
        return fleet.anomalies().stream()
                .anyMatch(anomaly -> anomaly.entity().equals(entity) && anomaly.covers(timeMs(row)));
    }

    private int rows() {
        return (int)
                (spec.normal().plus(spec.watched()).toMillis() / spec.step().toMillis());
    }

    private long timeMs(int row) {
        return spec.start().toEpochMilli() + row * spec.step().toMillis();
    }

    private int row(long timeMs) {
        return (int) ((timeMs - spec.start().toEpochMilli()) / spec.step().toMillis());
    }

    private Injection injection(InjectedAnomaly anomaly) {
        return new Injection(
                anomaly.entity(),
                anomaly.type(),
                features(anomaly),
                anomaly.magnitude(),
                new RowSpan(row(anomaly.onsetMs()), row(anomaly.endMs() - 1)));
    }

    /** A burst is in the count alone, silence is in all columns. */
    private static List<String> features(InjectedAnomaly anomaly) {
        if (anomaly.type() == AnomalyType.EVENT_BURST) {
            return List.of(EVENTS);
        }
        List<String> features = new ArrayList<>();
        anomaly.features().forEach(f -> features.add(Fleet.FEATURES.get(f)));
        if (anomaly.type() == AnomalyType.SILENCE) {
            features.add(EVENTS);
        }
        return features;
    }

    private void manifest(Path folder, List<String> names) throws IOException {
        long train = spec.normal().toMillis() / spec.step().toMillis();
        List<String> lines = new ArrayList<>(List.of(SimulatedFile.MANIFEST_HEADER));
        for (String name : names) {
            lines.add(SimulatedFile.manifestLine(name, train, rows(), COLUMNS.size()));
        }
        Files.write(folder.resolve(SuiteFolder.MANIFEST), lines);
    }
}
