package io.tidewatch.topology;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.TimeUnitOfField;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Specs that the tests of the topology share: one feature {@code load}, time in field {@code at}. */
final class TestSpecs {
    static final long STEP_MS = 10_000;
    /** Of the input topics on a real broker. */
    static final int PARTITIONS = 2;

    static final String INPUT = "readings";
    static final String ALERTS = "d.alerts";
    static final String DEAD_LETTERS = "d.dead-letters";

    private TestSpecs() {}

    static TopologySpec steps(Optional<String> entityField) {
        return topology(entityField, new StepSpec(STEP_MS, 0, 2 * STEP_MS));
    }

    static TopologySpec events() {
        return topology(Optional.empty(), StepSpec.EVENT);
    }

    /** As {@link #steps}, over topics of another name, and quiet only after ten minutes, longer than a test lasts. */
    static TopologySpec over(String prefix) {
        TopologySpec patient = topology(Optional.empty(), new StepSpec(STEP_MS, 0, 600_000));
        return new TopologySpec(
                List.of(prefix + "." + INPUT),
                PartitionPlan.ofNew(
                        Map.of(prefix + "." + INPUT, PARTITIONS),
                        patient.event().entityField().isEmpty()),
                prefix + "." + ALERTS,
                prefix + "." + DEAD_LETTERS,
                patient.event(),
                patient.detector());
    }

    private static TopologySpec topology(Optional<String> entityField, StepSpec step) {
        return new TopologySpec(
                List.of(INPUT),
                PartitionPlan.ofNew(Map.of(INPUT, 1), entityField.isEmpty()),
                ALERTS,
                DEAD_LETTERS,
                new EventSpec(
                        entityField,
                        Optional.of("at"),
                        TimeUnitOfField.MILLIS,
                        List.of("load"),
                        List.of(),
                        1_000,
                        3_600_000),
                new DetectorSpec(
                        "d",
                        List.of(new FeatureSpec("load", Aggregate.MEAN)),
                        List.of(),
                        step,
                        32,
                        ZoneOffset.UTC,
                        0.1,
                        ModelSpec.DEFAULT));
    }
}
