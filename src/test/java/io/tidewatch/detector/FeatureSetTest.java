package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.window.Aggregate;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureSetTest {
    private static final FeatureSet SET = new FeatureSet(List.of(
            new MeasuredFeature("cpu", Aggregate.MEAN, "cpu"),
            new MeasuredFeature("latency, 99 of 100 (ms)", Aggregate.parse("p99.9"), "http.latency"),
            new MeasuredFeature("events", Aggregate.parse("count"), "")));

    @Test
    void isReadAsWritten() {
        assertThat(FeatureSet.read(SET.write())).isEqualTo(SET);
        assertThat(SET.text()).isEqualTo("cpu (mean), latency, 99 of 100 (ms) (p99.9) of http.latency, events (count)");
    }

    @Test
    void fingerprintTellsNamesOrderAggregatesAndFieldsApart() {
        MeasuredFeature cpu = SET.features().get(0);
        MeasuredFeature events = SET.features().get(2);
        assertThat(List.of(
                                SET,
                                new FeatureSet(List.of(cpu, events)),
                                new FeatureSet(List.of(events, cpu)),
                                new FeatureSet(
                                        List.of(new MeasuredFeature("cpu", Aggregate.parse("max"), "cpu"), events)),
                                new FeatureSet(List.of(new MeasuredFeature("cpu", Aggregate.MEAN, "host.cpu"), events)))
                        .stream()
                        .map(FeatureSet::fingerprint))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsNoFeatureIsRefused() {
        assertThatThrownBy(() -> FeatureSet.read("mean cpu")).hasMessageContaining("'mean cpu' is not aggregate");
    }
}
