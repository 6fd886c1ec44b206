package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.event.Event;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.Extraction;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.registry.InMemoryRegistry;
import io.tidewatch.registry.IncompatibleSchemaException;
import io.tidewatch.registry.RegistryUnavailableException;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.registry.UnknownSchemaException;
import io.tidewatch.registry.WireFormat;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class RecordDecoderTest {
    private static final long AT = 1_650_000_000_000L;
    private static final EventSpec SPEC = TestSpecs.events().event();

    private final InMemoryRegistry registry = new InMemoryRegistry();

    private static RecordDecoder decoder(SchemaRegistry registry) {
        return new RecordDecoder(
                SPEC, new PatientRegistry(registry, new Recorder(), Duration.ZERO, Duration.ofSeconds(1)));
    }

    private Rejected rejected(Schema schema, byte... body) {
        int id = Readings.register(registry, "s" + schema.hashCode(), schema);
        Extraction extraction = decoder(registry).decode(Readings.key("a"), WireFormat.wrap(id, body), AT, AT);
        return (Rejected) extraction;
    }

    private static Schema reading(String type) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"skipped\",\"type\":" + type
                        + "},{\"name\":\"at\",\"type\":\"long\"},{\"name\":\"load\",\"type\":\"double\"}]}");
    }

    @Test
    void schemaBeyondTheLimitsIsRefusedBeforeItsRecordsAreRead() {
        Rejected huge = rejected(reading("{\"type\":\"fixed\",\"name\":\"F\",\"size\":2000000000}"));
        assertThat(huge.reason()).isEqualTo(RejectionReason.UNREADABLE_SCHEMA);
        assertThat(huge.detail())
                .isEqualTo("schema id 1 is not read: its fixed F has 2000000000 bytes, more than 1048576");
        Rejected endless = rejected(reading("\"R\""));
        assertThat(endless.reason()).isEqualTo(RejectionReason.UNREADABLE_SCHEMA);
    }

    @Test
    void recordThatEndsInsideAFixedOrAnnouncesBillionsOfItemsIsMalformed() {
        assertThat(rejected(reading("{\"type\":\"fixed\",\"name\":\"F\",\"size\":1000000}"))
                        .reason())
                .isEqualTo(RejectionReason.MALFORMED_AVRO);
        // 2^31 - 1 nulls in an array that nobody asked for.
        assertThat(rejected(
                                reading("{\"type\":\"array\",\"items\":\"null\"}"),
                                (byte) 0xfe,
                                (byte) 0xff,
                                (byte) 0xff,
                                (byte) 0xff,
                                (byte) 0x0f,
                                (byte) 0)
                        .reason())
                .isEqualTo(RejectionReason.MALFORMED_AVRO);
    }

    @Test
    void unionOfThousandsOfRecordsGivesADetailOfAKilobyte() {
        List<Schema> branches = IntStream.range(0, 5_000)
                .mapToObj(i -> Schema.createRecord("Branch" + i, null, "a.long.namespace.of.records", false, List.of()))
                .toList();
        Schema schema = Schema.createRecord("R", null, null, false);
        schema.setFields(List.of(
                new Schema.Field("at", Schema.create(Schema.Type.LONG)),
                new Schema.Field("load", Schema.createUnion(branches))));
        assertThat(rejected(schema).detail().length()).isLessThanOrEqualTo(1_024);
        Schema narrower = Schema.createRecord("N", null, null, false);
        narrower.setFields(List.of(
                new Schema.Field("at", Schema.create(Schema.Type.LONG)),
                new Schema.Field("load", Schema.createUnion(branches.subList(0, 400)))));
        Rejected wrong = rejected(narrower);
        assertThat(wrong.reason()).isEqualTo(RejectionReason.WRONG_TYPE);
        assertThat(wrong.detail()).contains("record Branch0").endsWith("bytes)");
        assertThat(wrong.detail().length()).isLessThanOrEqualTo(1_024);
    }

    @Test
    void faultOfOurOwnCodeBelongsToTheRecordThatCausedIt() {
        for (Throwable fault : new Throwable[] {new IllegalStateException("a bug"), new StackOverflowError()}) {
            SchemaRegistry faulty = new FaultyRegistry(registry, 99, fault);
            RecordDecoder decoder = decoder(faulty);
            Rejected rejected = (Rejected) decoder.decode(Readings.key("a"), WireFormat.wrap(99, new byte[0]), AT, AT);
            assertThat(rejected.reason()).isEqualTo(RejectionReason.PROCESSING_FAILED);
            assertThat(rejected.detail())
                    .contains(fault.getClass().getSimpleName())
                    .contains(" at io.tidewatch.topology.RecordDecoderTest");
            byte[] value = new Readings(registry).value("a", AT, 40);
            assertThat(decoder.decode(Readings.key("a"), value, AT, AT)).isInstanceOf(Event.class);
        }
    }

    @Test
    void registryThatIsAwayIsNoFaultOfTheRecord() {
        registry.setAvailable(false);
        RecordDecoder decoder = decoder(registry);
        assertThatThrownBy(() -> decoder.decode(Readings.key("a"), WireFormat.wrap(1, new byte[0]), AT, AT))
                .isInstanceOf(RegistryAwayException.class);
    }

    @Test
    void manySchemasPassThroughWhileOneIsInUse() {
        RecordDecoder decoder = decoder(registry);
        byte[] good = new Readings(registry).value("a", AT, 40);
        for (int i = 0; i < 2 * WriterSchemas.KEPT; i++) {
            Schema other = reading("{\"type\":\"fixed\",\"name\":\"F" + i + "\",\"size\":1}");
            int id = Readings.register(registry, "other" + i, other);
            decoder.decode(Readings.key("a"), WireFormat.wrap(id, new byte[10]), AT, AT);
            int asked = registry.calls();
            assertThat(decoder.decode(Readings.key("a"), good, AT, AT)).isInstanceOf(Event.class);
            assertThat(registry.calls()).as("asked for the schema in use").isEqualTo(i == 0 ? asked + 1 : asked);
        }
    }

    /** A registry whose code fails for one id. */
    private record FaultyRegistry(SchemaRegistry registry, int faulty, Throwable fault) implements SchemaRegistry {

        @Override
        public Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException {
            if (id != faulty) {
                return registry.byId(id);
            }
            if (fault instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) fault;
        }

        @Override
        public int register(String subject, Schema schema)
                throws IncompatibleSchemaException, RegistryUnavailableException {
            return registry.register(subject, schema);
        }

        @Override
        public Schema latest(String subject) throws UnknownSchemaException, RegistryUnavailableException {
            return registry.latest(subject);
        }

        @Override
        public void close() {
            registry.close();
        }
    }
}
