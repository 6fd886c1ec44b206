package io.tidewatch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.registry.WireFormat;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class EventFormatTest {

    @Test
    void writesWhatItsSchemaSays() throws Exception {
        Schema schema = EventFormat.schema(3);
        byte[] bytes = new EventFormat(0x01020304)
                .write(EventFormat.key(7), 1_760_000_000_123L, new double[] {1.5, Double.NaN, -2});

        assertThat(WireFormat.matches(bytes)).isTrue();
        assertThat(WireFormat.schemaId(bytes)).isEqualTo(0x01020304);
        BinaryDecoder decoder = DecoderFactory.get()
                .binaryDecoder(bytes, WireFormat.HEADER_BYTES, bytes.length - WireFormat.HEADER_BYTES, null);
        GenericRecord record = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
        assertThat(decoder.isEnd()).isTrue();
        assertThat(record.get(EventFormat.ENTITY_FIELD)).hasToString("device-0000007");
        assertThat(record.get(EventFormat.TIME_FIELD)).isEqualTo(1_760_000_000_123L);
        assertThat(record.get("value0")).isEqualTo(1.5);
        assertThat(record.get("value1")).isNull();
        assertThat(record.get("value2")).isEqualTo(-2.0);
    }

    @Test
    void noiseOfTheSignalHasTheDeviationItSays() {
        Signal signal = new Signal(1, 5);
        double sum = 0;
        double squares = 0;
        int count = 20_000;
        double base = new Signal(1, 6).at(3, 0)[0];
        for (int i = 0; i < count; i++) {
            double deviation = signal.at(3, 0)[0] - base;
            sum += deviation;
            squares += deviation * deviation;
        }
        double variance = squares / count - Math.pow(sum / count, 2);
        assertThat(Math.sqrt(variance)).isCloseTo(Signal.NOISE, within(0.05 * Signal.NOISE));
    }
}
