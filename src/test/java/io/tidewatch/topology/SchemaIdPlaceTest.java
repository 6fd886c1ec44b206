package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaIdPlaceTest {
    private static final Rejected NOT_WIRE_FORMAT = new Rejected(RejectionReason.NOT_WIRE_FORMAT, "no magic byte");
    private static final Rejected UNKNOWN = new Rejected(RejectionReason.UNKNOWN_SCHEMA, "schema id 0: unknown");
    private static final Headers NONE = new RecordHeaders();

    private static Headers header(String name) {
        return new RecordHeaders().add(name, new byte[] {1, 2});
    }

    private static byte[] longId(long id) {
        return ByteBuffer.allocate(12).put((byte) 0).putLong(id).array();
    }

    @ParameterizedTest
    @CsvSource({
        "__value_schema_id, value.schema.id.serializer=",
        "apicurio.value.globalId, apicurio.registry.headers.enabled=false",
        "apicurio.value.contentId, apicurio.registry.headers.enabled=false"
    })
    void headerWithTheIdIsNamedWithTheSettingThatMovesIt(String name, String setting) {
        Rejected explained = SchemaIdPlace.explain(NOT_WIRE_FORMAT, new byte[] {84, 1}, header(name));

        assertThat(explained.reason()).isEqualTo(RejectionReason.NOT_WIRE_FORMAT);
        assertThat(explained.detail())
                .startsWith("no magic byte; the schema id seems to be in header " + name)
                .contains(setting);
    }

    @Test
    void idOfEightBytesIsNamedWithTheSettingThatShortensIt() {
        assertThat(SchemaIdPlace.explain(UNKNOWN, longId(7), NONE).detail())
                .startsWith("schema id 0: unknown; the schema id seems to have eight bytes, and to be 7;")
                .contains("apicurio.registry.as-confluent=true");
    }

    @Test
    void whatHasAnotherCauseStaysAsItIs() {
        Rejected malformed = new Rejected(RejectionReason.MALFORMED_AVRO, "ends early");

        assertThat(SchemaIdPlace.explain(malformed, longId(7), header("__value_schema_id")))
                .isEqualTo(malformed);
        assertThat(SchemaIdPlace.explain(UNKNOWN, longId(0), NONE)).isEqualTo(UNKNOWN);
        assertThat(SchemaIdPlace.explain(UNKNOWN, longId(9L << 32), NONE)).isEqualTo(UNKNOWN);
        assertThat(SchemaIdPlace.explain(NOT_WIRE_FORMAT, new byte[] {0, 0, 0}, header("trace")))
                .isEqualTo(NOT_WIRE_FORMAT);
        assertThat(SchemaIdPlace.explain(NOT_WIRE_FORMAT, null, header("__value_schema_id")))
                .isEqualTo(NOT_WIRE_FORMAT);
    }
}
