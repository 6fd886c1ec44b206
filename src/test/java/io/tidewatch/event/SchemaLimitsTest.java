package io.tidewatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaLimitsTest {

    private static Schema parsed(String json) {
        return new Schema.Parser().parse(json);
    }

    private static String recordOf(String name, int fields, String type) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":["
                + IntStream.range(0, fields)
                        .mapToObj(i -> "{\"name\":\"f" + i + "\",\"type\":" + type + "}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String fixed(int size) {
        return "{\"type\":\"fixed\",\"name\":\"Blob\",\"size\":" + size + "}";
    }

    @Test
    void fixedIsHeldToAMegabyteWhereverItStands() {
        assertThat(SchemaLimits.passed(parsed(fixed(1 << 20)))).isEmpty();
        for (String place : new String[] {"%s", "[\"null\",%s]", "{\"type\":\"array\",\"items\":%s}"}) {
            String schema = recordOf("R", 1, place.formatted(fixed(2_000_000_000)));
            assertThat(SchemaLimits.passed(parsed(schema)))
                    .hasValueSatisfying(fault -> assertThat(fault).contains("fixed Blob has 2000000000 bytes"));
        }
    }

    @Test
    void fieldsOfAllRecordsAreCounted() {
        assertThat(SchemaLimits.passed(parsed(recordOf("R", 10_000, "\"int\""))))
                .isEmpty();
        assertThat(SchemaLimits.passed(parsed(recordOf("R", 10_001, "\"int\""))))
                .isPresent();
        String two = "[" + recordOf("A", 6_000, "\"int\"") + "," + recordOf("B", 6_000, "\"int\"") + "]";
        assertThat(SchemaLimits.passed(parsed(two))).isPresent();
    }

    @Test
    void unionsAreHeldToTheirWidth() {
        String branches = IntStream.range(0, 501)
                .mapToObj(i -> recordOf("R" + i, 1, "\"int\""))
                .collect(Collectors.joining(","));
        assertThat(SchemaLimits.passed(parsed("[" + branches + "]")))
                .hasValueSatisfying(fault -> assertThat(fault).contains("union of 501 branches"));
    }

    @Test
    void nestingIsHeldToADepth() {
        Schema deep = Schema.create(Schema.Type.INT);
        for (int i = 1; i < SchemaLimits.MOST_DEPTH; i++) {
            deep = i % 2 == 0 ? Schema.createArray(deep) : Schema.createMap(deep);
        }
        assertThat(SchemaLimits.passed(deep)).isEmpty();
        assertThat(SchemaLimits.passed(Schema.createArray(deep))).isPresent();
    }

    @Test
    void recordsMayHoldThemselvesOnlyWhereAValueCanEnd() {
        assertThat(SchemaLimits.passed(parsed(recordOf("Node", 2, "[\"null\",\"Node\"]"))))
                .isEmpty();
        assertThat(SchemaLimits.passed(parsed(recordOf("Node", 1, "{\"type\":\"array\",\"items\":\"Node\"}"))))
                .isEmpty();
        assertThat(SchemaLimits.passed(parsed(recordOf("Node", 1, "\"Node\"")))).isPresent();
    }

    @Test
    void billionsOfValuesThatTakeNoBytesAreRefused() {
        assertThat(SchemaLimits.passed(parsed(chain(30)))).isPresent();
        assertThat(SchemaLimits.passed(parsed(recordOf("R", 100, "\"null\"")))).isPresent();
        assertThat(SchemaLimits.passed(parsed(recordOf("R", 20, "\"null\"")))).isEmpty();
    }

    /** Records that each hold the next one twice, down to one that holds nothing. */
    private static String chain(int levels) {
        String schema = recordOf("L0", 1, "\"null\"");
        for (int level = 1; level <= levels; level++) {
            schema = "{\"type\":\"record\",\"name\":\"L" + level + "\",\"fields\":[{\"name\":\"a\",\"type\":" + schema
                    + "},{\"name\":\"b\",\"type\":\"L" + (level - 1) + "\"}]}";
        }
        return schema;
    }
}
