package io.tidewatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.Extraction.Rejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** What is read of some fields must be what the whole record, decoded without any short cut, would have given. */
class EventReaderTest {
    private static final long NOW = 1_700_000_000_000L;

    private final Random random = new Random(23);
    private final List<String> paths = new ArrayList<>();
    private int names;

    private static EventSpec spec(List<String> features, List<String> categories) {
        return new EventSpec(
                Optional.empty(), Optional.empty(), TimeUnitOfField.MILLIS, features, categories, 0, 1_000);
    }

    private Schema anyRecord(int depth, String path) {
        List<Schema.Field> fields = new ArrayList<>();
        Schema record = Schema.createRecord("R" + names++, null, "t", false);
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String name = "f" + i;
            fields.add(new Schema.Field(name, anySchema(depth, path.isEmpty() ? name : path + "." + name)));
        }
        record.setFields(fields);
        return record;
    }

    private Schema anySchema(int depth, String path) {
        paths.add(path);
        return switch (random.nextInt(depth > 0 ? 14 : 10)) {
            case 0, 1 -> Schema.create(Type.DOUBLE);
            case 2 -> Schema.create(Type.FLOAT);
            case 3 -> Schema.create(Type.LONG);
            case 4 -> Schema.create(Type.INT);
            case 5 -> Schema.create(Type.BOOLEAN);
            case 6 -> Schema.create(Type.STRING);
            case 7 -> Schema.createEnum("E" + names++, null, "t", List.of("A", "B", "C"));
            case 8 -> Schema.createFixed("X" + names++, null, "t", 3);
            case 9 -> Schema.createUnion(Schema.create(Type.NULL), Schema.create(Type.DOUBLE));
            case 10 -> Schema.createArray(anySchema(depth - 1, path + ".no"));
            case 11 -> Schema.createMap(anySchema(depth - 1, path + ".no"));
            case 12 -> Schema.createUnion(Schema.create(Type.NULL), anyRecord(depth - 1, path));
            default -> anyRecord(depth - 1, path);
        };
    }

    private Object anyValue(Schema schema) {
        return switch (schema.getType()) {
            case DOUBLE -> random.nextGaussian();
            case FLOAT -> (float) random.nextGaussian();
            case LONG -> random.nextLong();
            case INT -> random.nextInt(100);
            case BOOLEAN -> random.nextBoolean();
            case STRING -> "s" + random.nextInt(1000);
            case ENUM ->
                new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(random.nextInt(3)));
            case FIXED -> new GenericData.Fixed(schema, new byte[] {1, 2, (byte) random.nextInt()});
            case BYTES -> ByteBuffer.wrap(new byte[] {7});
            case UNION ->
                random.nextBoolean() ? null : anyValue(schema.getTypes().get(1));
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(anyValue(schema.getElementType()));
                }
                yield items;
            }
            case MAP -> {
                Map<String, Object> items = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.put("k" + i, anyValue(schema.getValueType()));
                }
                yield items;
            }
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.pos(), anyValue(field.schema())));
                yield record;
            }
            default -> throw new AssertionError(schema);
        };
    }

    private static byte[] bytes(GenericData.Record record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericData.Record>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    @Test
    void readsWhatTheWholeRecordHolds() throws IOException {
        int extracted = 0;
        for (int round = 0; round < 600; round++) {
            paths.clear();
            Schema schema = anyRecord(3, "");
            List<String> features = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                features.add(paths.get(random.nextInt(paths.size())));
            }
            EventSpec spec = spec(features, List.of(paths.get(random.nextInt(paths.size()))));
            EventReader reader = new EventReader(schema, spec);
            EventExtractor whole = new EventExtractor(spec, schema);
            for (int i = 0; i < 5; i++) {
                GenericData.Record record = (GenericData.Record) anyValue(schema);
                byte[] bytes = bytes(record);
                byte[] shifted = new byte[bytes.length + 5];
                System.arraycopy(bytes, 0, shifted, 5, bytes.length);
                Extraction expected = whole.extract(record, "k", NOW, NOW);
                assertThat(reader.read(shifted, 5, "k", NOW, NOW))
                        .as("%s of %s", features, schema)
                        .isEqualTo(expected);
                extracted += expected instanceof Event ? 1 : 0;
            }
        }
        assertThat(extracted).as("schemas that fit").isGreaterThan(200);
    }

    @Test
    void recordThatEndsEarlyOrGoesOnIsMalformedWhereverItsFieldsAre() throws IOException {
        for (int round = 0; round < 200; round++) {
            paths.clear();
            Schema schema = anyRecord(3, "");
            byte[] bytes = bytes((GenericData.Record) anyValue(schema));
            EventReader reader = new EventReader(schema, spec(List.of(""), List.of()));
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
            assertThat(reason(reader.read(longer, 0, "k", NOW, NOW))).isEqualTo(RejectionReason.MALFORMED_AVRO);
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThat(reason(reader.read(cut, 0, "k", NOW, NOW)))
                        .as("%d of %d bytes of %s", length, bytes.length, schema)
                        .isEqualTo(RejectionReason.MALFORMED_AVRO);
            }
            assertThat(reader.read(bytes, 0, "k", NOW, NOW)).isInstanceOf(Event.class);
        }
    }

    @Test
    void anyBytesGiveAnAnswer() {
        for (int round = 0; round < 2_000; round++) {
            paths.clear();
            Schema schema = anyRecord(3, "");
            EventReader reader = new EventReader(schema, spec(List.of(paths.get(0)), List.of()));
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            assertThat(reader.read(bytes, 0, "k", NOW, NOW)).isNotNull();
        }
    }

    @Test
    void recordNamedOnceAndUsedTwiceKeepsTheFieldsOfBothPlaces() throws IOException {
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Car\",\"fields\":["
                        + "{\"name\":\"left\",\"type\":{\"type\":\"record\",\"name\":\"Tyre\",\"fields\":["
                        + "{\"name\":\"bar\",\"type\":\"double\"},{\"name\":\"mm\",\"type\":\"int\"},"
                        + "{\"name\":\"spare\",\"type\":[\"null\",\"Tyre\"]}]}},"
                        + "{\"name\":\"right\",\"type\":\"Tyre\"}]}");
        Schema tyre = schema.getField("left").schema();
        GenericData.Record left = new GenericData.Record(tyre);
        left.put("bar", 2.5);
        left.put("mm", 3);
        GenericData.Record right = new GenericData.Record(tyre);
        right.put("bar", 2.25);
        right.put("mm", 4);
        right.put("spare", left);
        GenericData.Record car = new GenericData.Record(schema);
        car.put("left", left);
        car.put("right", right);
        EventReader reader =
                new EventReader(schema, spec(List.of("left.bar", "right.mm", "right.spare.mm"), List.of()));
        Event event = (Event) reader.read(bytes(car), 0, "k", NOW, NOW);
        assertThat(new double[] {event.value(0), event.value(1), event.value(2)})
                .containsExactly(2.5, 4, 3);
    }

    private static RejectionReason reason(Extraction extraction) {
        return ((Rejected) extraction).reason();
    }
}
