package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tidewatch.registry.WireFormat;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Producers change their schema while the topology runs. */
class SchemaEvolutionTest {
    private static final long AT = 1_650_000_000_000L;
    private static final String READING =
            "{\"type\":\"record\",\"name\":\"Reading\",\"namespace\":\"plant\",\"fields\":[%s]}";

    @TempDir
    private Path state;

    private static byte[] value(TopologyRig rig, String fields, Map<String, Object> values) {
        Schema schema = new Schema.Parser().parse(READING.formatted(fields));
        GenericRecord reading = new GenericData.Record(schema);
        values.forEach(reading::put);
        int id = Readings.register(rig.registry, "subject-" + schema.hashCode(), schema);
        return WireFormat.wrap(id, Readings.avro(schema, reading));
    }

    @Test
    void fieldAddedRenumberedOrWidenedGoesOnWithoutARestart() {
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            String at = "{\"name\":\"at\",\"type\":\"long\"}";
            byte[][] generations = {
                value(rig, at + ",{\"name\":\"load\",\"type\":\"int\"}", Map.of("at", AT, "load", 1)),
                value(rig, at + ",{\"name\":\"load\",\"type\":\"long\"}", Map.of("at", AT + 1, "load", 2L)),
                value(
                        rig,
                        "{\"name\":\"unit\",\"type\":\"string\",\"default\":\"%\"}," + at
                                + ",{\"name\":\"load\",\"type\":[\"null\",\"double\"]}",
                        Map.of("unit", "kW", "at", AT + 2, "load", 3.0)),
            };
            for (int round = 0; round < 2; round++) {
                for (byte[] value : generations) {
                    rig.send(Readings.key("a"), value);
                }
            }
            assertThat(rig.deadLetters()).isEmpty();
            assertThat(rig.recorder.events).hasValue(6);
        }
    }

    @Test
    void droppedFeatureIsMissingFromThenOnSaidOncePerSchema() {
        Logger logger = (Logger) LoggerFactory.getLogger(WriterSchemas.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (TopologyRig rig = new TopologyRig(TestSpecs.events(), state)) {
            for (int i = 0; i < 10; i++) {
                rig.send("a", AT + i, 1);
                rig.send(Readings.key("a"), value(rig, "{\"name\":\"at\",\"type\":\"long\"}", Map.of("at", AT + i)));
            }
            assertThat(rig.deadLetters()).isEmpty();
            assertThat(rig.recorder.events).hasValue(20);
            assertThat(log.list).hasSize(1);
            assertThat(log.list.get(0).getKeyValuePairs().toString()).contains("fields=\"[load]\"");
        } finally {
            logger.detachAppender(log);
        }
    }
}
