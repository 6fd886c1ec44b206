package io.tidewatch.evaluation.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A suite that needs no data: its series are simulated, others for each seed. */
interface SimulatedSuite {
    /** All there are. */
    List<String> NAMES = List.of(
            SyntheticSuite.ANOMALIES,
            SyntheticSuite.CONTAMINATED,
            SyntheticSuite.DRIFT,
            SyntheticSuite.LEVEL,
            SyntheticSuite.HOLIDAY,
            VarietySuite.ANOMALIES,
            VarietySuite.NORMAL);

    /** Writes the series, the manifest of the rows to learn from, and the list of the anomalies. */
    void write(Path folder) throws IOException;

    /** The suite of a name; empty: there is none. */
    static Optional<SimulatedSuite> of(String name, long seed) {
        return switch (name) {
            case SyntheticSuite.ANOMALIES -> Optional.of(SyntheticSuite.anomalies(seed));
            case SyntheticSuite.CONTAMINATED -> Optional.of(SyntheticSuite.contaminated(seed));
            case SyntheticSuite.DRIFT -> Optional.of(SyntheticSuite.drift(seed));
            case SyntheticSuite.LEVEL -> Optional.of(SyntheticSuite.level(seed));
            case SyntheticSuite.HOLIDAY -> Optional.of(SyntheticSuite.holiday(seed));
            case VarietySuite.ANOMALIES -> Optional.of(VarietySuite.anomalies(seed));
            case VarietySuite.NORMAL -> Optional.of(VarietySuite.normal(seed));
            default -> Optional.empty();
        };
    }
}
