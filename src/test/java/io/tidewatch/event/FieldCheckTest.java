package io.tidewatch.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidewatch.event.FieldMisfit.Role;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Fields that no record of a schema can have are found before a record is read. */
class FieldCheckTest {
    private static final Schema WEATHER = new Schema.Parser().parse("""
            {"type":"record","name":"Weather","fields":[
              {"name":"observedAt","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"station","type":{"type":"record","name":"Station","fields":[{"name":"id","type":"string"}]}},
              {"name":"warmth","type":"double","aliases":["temperature"]},
              {"name":"humidity","type":["null","string"]},
              {"name":"labels","type":{"type":"map","values":"string"}}]}
            """);

    private static EventSpec spec(String entity, String time, List<String> features, List<String> categories) {
        return new EventSpec(
                Optional.of(entity),
                Optional.of(time),
                TimeUnitOfField.MILLIS,
                features,
                categories,
                0,
                Long.MAX_VALUE / 2);
    }

    @Test
    void everyFaultIsFoundAtOnceEachWithWhatTheSchemaHas() {
        List<FieldMisfit> misfits = FieldCheck.misfits(
                spec("labels.host", "observdAt", List.of("warmth", "humidity", "rain", ""), List.of("region")),
                WEATHER);

        assertThat(misfits)
                .extracting(FieldMisfit::role, FieldMisfit::path)
                .containsExactly(
                        tuple(Role.ENTITY, "labels.host"),
                        tuple(Role.TIME, "observdAt"),
                        tuple(Role.FEATURE, "humidity"),
                        tuple(Role.FEATURE, "rain"),
                        tuple(Role.CATEGORY, "region"));
        assertThat(misfits.get(0).found()).isEqualTo("labels is map, not a record");
        assertThat(misfits.get(1).known()).contains("observedAt", "station.id").doesNotContain("labels");
        assertThat(misfits.get(2).found()).isEqualTo("humidity is string");
        assertThat(misfits.get(3).known()).containsExactly("observedAt", "warmth");
    }

    @Test
    void valueThatIsNoRecordIsOneFault() {
        assertThat(FieldCheck.misfits(
                        spec("a", "b", List.of("c"), List.of()), Schema.createMap(Schema.create(Schema.Type.INT))))
                .extracting(FieldMisfit::role, FieldMisfit::found)
                .containsExactly(tuple(Role.VALUE, "map"));
    }

    @Test
    void fieldIsFoundUnderAnAliasOfTheWritersSchema() throws Exception {
        EventSpec spec = spec("station.id", "observedAt", List.of("temperature"), List.of());
        assertThat(FieldCheck.misfits(spec, WEATHER)).isEmpty();

        GenericRecord value = new GenericData.Record(WEATHER);
        GenericRecord station =
                new GenericData.Record(WEATHER.getField("station").schema());
        station.put("id", "north");
        value.put("observedAt", 1_600_000_000_000L);
        value.put("station", station);
        value.put("warmth", 21.5);
        value.put("labels", Map.of());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(WEATHER).write(value, encoder);
        encoder.flush();

        Extraction read = new EventReader(WEATHER, spec).read(bytes.toByteArray(), 0, null, 0, 1_700_000_000_000L);
        assertThat(read).isInstanceOfSatisfying(Event.class, event -> assertThat(event.value(0))
                .isEqualTo(21.5));
    }
}
