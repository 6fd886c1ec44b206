package io.tidewatch.topology;

import io.tidewatch.event.RejectionReason;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Records that cannot become events, of many kinds, each with the reason it must be given. */
public final class MalformedRecords {
    private static final byte[] KEY = Readings.key("pump");
    private static final long AT = 1_650_000_000_000L;

    private final List<Malformed> all = new ArrayList<>();

    /** A record that cannot become an event. Arrays are compared by whoever uses it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Malformed(String kind, byte @Nullable [] key, byte @Nullable [] value, RejectionReason reason) {
        @Override
        public String toString() {
            return kind;
        }
    }

    /** @param registry in which some of the records' schemas are registered */
    public static List<Malformed> of(SchemaRegistry registry) {
        return new MalformedRecords(registry).all;
    }

    private MalformedRecords(SchemaRegistry registry) {
        Readings readings = new Readings(registry);
        byte[] good = readings.value("pump", AT, 40);
        int id = WireFormat.schemaId(good);

        add("tombstone", null, RejectionReason.NO_VALUE);
        add("empty value", new byte[0], RejectionReason.NOT_WIRE_FORMAT);
        add("header cut short", new byte[] {0, 0, 0, 1}, RejectionReason.NOT_WIRE_FORMAT);
        addText("JSON", "{\"sensor\":\"pump\",\"load\":1}", RejectionReason.NOT_WIRE_FORMAT);
        addText("text", "load=40", RejectionReason.NOT_WIRE_FORMAT);
        add("Avro without header", Arrays.copyOfRange(good, 5, good.length), RejectionReason.NOT_WIRE_FORMAT);
        add("another magic byte", replaced(good, 0, (byte) 1), RejectionReason.NOT_WIRE_FORMAT);
        addText("Avro container file", "Obj\u0001\u0004\u0016avro.schema", RejectionReason.NOT_WIRE_FORMAT);
        add("unknown schema id", WireFormat.wrap(999_999, body(good)), RejectionReason.UNKNOWN_SCHEMA);
        add("negative schema id", WireFormat.wrap(-1, body(good)), RejectionReason.UNKNOWN_SCHEMA);
        add("header alone", WireFormat.wrap(id, new byte[0]), RejectionReason.MALFORMED_AVRO);
        add("cut in the middle", Arrays.copyOf(good, good.length - 3), RejectionReason.MALFORMED_AVRO);
        add("trailing bytes", Arrays.copyOf(good, good.length + 4), RejectionReason.MALFORMED_AVRO);
        add("string of two gigabytes", wrapped(id, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F), RejectionReason.MALFORMED_AVRO);
        add("string of negative length", wrapped(id, 0x01), RejectionReason.MALFORMED_AVRO);
        add("union branch that is none", branch(good, (byte) 10), RejectionReason.MALFORMED_AVRO);
        add(
                "varint without an end",
                wrapped(id, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
                RejectionReason.MALFORMED_AVRO);
        add("random bytes", wrapped(id, 0x5a, 0x13, 0xc7, 0x99, 0x01, 0xee), RejectionReason.MALFORMED_AVRO);
        add("time before the earliest", readings.value("pump", 999, 40), RejectionReason.TIME_OUT_OF_RANGE);
        add("time far ahead", readings.value("pump", 4_000_000_000_000L, 40), RejectionReason.TIME_OUT_OF_RANGE);
        all.add(new Malformed("no key", null, good, RejectionReason.NO_KEY));
        all.add(new Malformed("empty key", new byte[0], good, RejectionReason.NO_KEY));

        int text = Readings.register(registry, "text", Schema.create(Schema.Type.STRING));
        add(
                "schema that is no record",
                WireFormat.wrap(text, Readings.avro(Schema.create(Schema.Type.STRING), "x")),
                RejectionReason.NOT_A_RECORD);
        Schema wrong = Schemas.reading("\"string\"", "\"long\"");
        add("feature that is text", Schemas.value(registry, wrong, "forty", AT), RejectionReason.WRONG_TYPE);
        Schema timeless = Schemas.reading("\"double\"", "[\"null\",\"long\"]");
        add("time that is null", Schemas.value(registry, timeless, 40.0, null), RejectionReason.NO_TIME);
        Schema spoken = Schemas.reading("\"double\"", "\"string\"");
        add("time in words", Schemas.value(registry, spoken, 40.0, "noon"), RejectionReason.WRONG_TYPE);
        Schema mixed = Schemas.reading("[\"double\",\"string\"]", "\"long\"");
        add("text in a union with a number", Schemas.value(registry, mixed, "n/a", AT), RejectionReason.WRONG_TYPE);
        add("endless recursion", Schemas.endless(registry), RejectionReason.MALFORMED_AVRO);
    }

    private void add(String kind, byte @Nullable [] value, RejectionReason reason) {
        all.add(new Malformed(kind, KEY, value, reason));
    }

    private void addText(String kind, String value, RejectionReason reason) {
        add(kind, value.getBytes(StandardCharsets.UTF_8), reason);
    }

    private static byte[] body(byte[] value) {
        return Arrays.copyOfRange(value, WireFormat.HEADER_BYTES, value.length);
    }

    private static byte[] wrapped(int id, int... bytes) {
        byte[] body = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            body[i] = (byte) bytes[i];
        }
        return WireFormat.wrap(id, body);
    }

    private static byte[] replaced(byte[] value, int at, byte by) {
        byte[] copy = value.clone();
        copy[at] = by;
        return copy;
    }

    /** The union's branch stands before the last eight bytes, the double. */
    private static byte[] branch(byte[] good, byte branch) {
        return replaced(good, good.length - 9, branch);
    }

    /** Schemas of readings that are not as configured. */
    private static final class Schemas {

        static Schema reading(String loadType, String atType) {
            return new Schema.Parser()
                    .parse("{\"type\":\"record\",\"name\":\"Odd\",\"fields\":[{\"name\":\"at\",\"type\":" + atType
                            + "},{\"name\":\"load\",\"type\":" + loadType + "}]}");
        }

        static byte[] value(SchemaRegistry registry, Schema schema, Object load, @Nullable Object at) {
            GenericRecord reading = new GenericData.Record(schema);
            reading.put("load", load);
            reading.put("at", at);
            int id = Readings.register(registry, "odd-" + schema.hashCode(), schema);
            return WireFormat.wrap(id, Readings.avro(schema, reading));
        }

        /** Each byte opens another level of a list that never ends. */
        static byte[] endless(SchemaRegistry registry) {
            Schema list = new Schema.Parser()
                    .parse("{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"next\","
                            + "\"type\":[\"null\",\"Node\"]}]}");
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int i = 0; i < 200_000; i++) {
                body.write(2);
            }
            byte[] bytes = body.toByteArray();
            return ByteBuffer.allocate(WireFormat.HEADER_BYTES + bytes.length)
                    .put((byte) 0)
                    .putInt(Readings.register(registry, "endless", list))
                    .put(bytes)
                    .array();
        }
    }
}
