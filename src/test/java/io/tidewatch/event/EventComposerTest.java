package io.tidewatch.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventComposerTest {
    private static final long NOW = 1_700_000_000_000L;

    private static EventSpec spec(String entity, String time, List<String> features, List<String> categories) {
        return new EventSpec(
                Optional.of(entity).filter(path -> !path.isEmpty()),
                Optional.of(time).filter(path -> !path.isEmpty()),
                TimeUnitOfField.SECONDS,
                features,
                categories,
                Long.MIN_VALUE,
                0);
    }

    static Stream<Arguments> specs() {
        return Stream.of(
                arguments("", "", List.of("load"), List.of()),
                arguments("", "at", List.of("load", "température"), List.of("zone")),
                arguments("pump", "at", List.of("load", "", "load"), List.of("zone", "tier")),
                arguments("pump", "meta.at", List.of("oil.temp", "oil.pressure.mean", "load"), List.of("meta.zone")),
                arguments(
                        "meta.pump.id",
                        "meta.at",
                        List.of("a.b.c", "a_b.c", "b.a.c", "c.a"),
                        List.of("meta.pump.type")));
    }

    private static Event event(EventSpec spec, Random random) {
        double[] values = spec.features().stream()
                .mapToDouble(path -> path.isEmpty() ? 1 : random.nextInt(3) == 0 ? Double.NaN : random.nextGaussian())
                .toArray();
        // A field that is named twice has one value.
        for (int i = 0; i < values.length; i++) {
            values[i] = values[spec.features().indexOf(spec.features().get(i))];
        }
        String[] categories = spec.categories().stream()
                .map(path -> random.nextBoolean() ? null : "c" + random.nextInt(9))
                .toArray(String[]::new);
        return new Event("pump-" + random.nextInt(5), NOW - random.nextInt(100_000), values, categories);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void extractorOfTheSameSpecificationReadsTheSameEvents(
            String entity, String time, List<String> features, List<String> categories) {
        EventSpec spec = spec(entity, time, features, categories);
        EventComposer composer = new EventComposer(spec, "pumps");
        EventExtractor extractor = new EventExtractor(spec, composer.schema());
        assertThat(extractor.missingFeatures()).isEmpty();
        assertThat(FieldCheck.misfits(spec, composer.schema())).isEmpty();
        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            Event event = event(spec, random);
            GenericRecord record = composer.compose(event);
            String key = entity.isEmpty() ? event.entity() : null;
            long timestampMs = composer.timeOfRecord() ? event.timestampMs() : NOW;
            assertThat(extractor.extract(record, key, timestampMs, NOW)).isEqualTo(event);
        }
    }

    @Test
    void everyFieldButTheTimeHasADefaultSoThatAnotherMayCome() {
        Schema schema =
                new EventComposer(spec("host", "at", List.of("load", "oil.temp"), List.of("zone")), "pumps").schema();
        assertThat(schema.getFullName()).isEqualTo("io.tidewatch.series.pumps");
        assertThat(schema.getFields().stream().map(Schema.Field::name))
                .containsExactly("at", "load", "oil", "host", "zone");
        assertThat(schema.getFields().stream().skip(1)).allMatch(Schema.Field::hasDefaultValue);
    }

    @Test
    void timeIsInTheFieldTimestampWhereTheRecordsOwnCounts() {
        EventComposer composer = new EventComposer(spec("", "", List.of("load"), List.of()), "pumps");
        assertThat(composer.timeOfRecord()).isTrue();
        assertThat(composer.compose(new Event("p", NOW, 2)).get("timestamp")).isEqualTo(NOW);
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void fieldsThatNoRecordCanHoldAreRefusedWithTheirKeys(EventSpec spec, String message) {
        assertThatThrownBy(() -> new EventComposer(spec, "pumps"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                arguments(
                        spec("", "at", List.of("oil", "oil.temp"), List.of()),
                        "input.features 'oil' and input.features 'oil.temp' cannot both be in one Avro record"),
                arguments(
                        spec("oil.id", "at", List.of("oil"), List.of()),
                        "input.features 'oil' and input.entity 'oil.id' cannot both"),
                arguments(
                        spec("", "at", List.of("code"), List.of("code")),
                        "input.features 'code' and input.categories 'code' cannot both"),
                arguments(
                        spec("", "at", List.of("at"), List.of()),
                        "input.time 'at' and input.features 'at' cannot both"),
                arguments(
                        spec("", "at", List.of("oil.temp °C"), List.of()),
                        "input.features: 'oil.temp °C' can be no field"),
                arguments(spec("", "at", List.of("a"), List.of("2nd")), "input.categories: '2nd' can be no field"));
    }

    @Test
    void entityThatIsACategoryTooMustBeTheSame() {
        EventComposer composer = new EventComposer(spec("pump", "at", List.of("load"), List.of("pump")), "pumps");
        Event same = new Event("p1", NOW, new double[] {2}, new String[] {"p1"});
        assertThat(composer.compose(same).get("pump")).isEqualTo("p1");
        assertThatThrownBy(() -> composer.compose(new Event("p1", NOW, new double[] {2}, new String[] {"p2"})))
                .hasMessageContaining(
                        "input.entity and input.categories are both 'pump', but the entity is 'p1' and the"
                                + " category 'p2'");
    }
}
