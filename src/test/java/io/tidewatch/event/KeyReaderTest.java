package io.tidewatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class KeyReaderTest {

    private static String name(String schema, Object key) throws IOException {
        Schema parsed = new Schema.Parser().parse(schema);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(parsed).write(key, encoder);
        encoder.flush();
        return new KeyReader(parsed).read(out.toByteArray(), 0);
    }

    private static Object fixed(String schema, byte... bytes) {
        return new GenericData.Fixed(new Schema.Parser().parse(schema), bytes);
    }

    @Test
    void bytesAreNamedInHexSoThatDifferentOnesHaveDifferentNames() throws IOException {
        assertThat(name("\"bytes\"", ByteBuffer.wrap(new byte[] {1, (byte) 0xfe})))
                .isEqualTo("01fe");
        assertThat(name("\"bytes\"", ByteBuffer.wrap(new byte[] {1, (byte) 0xff})))
                .isEqualTo("01ff");
        assertThat(name("[\"null\",\"bytes\"]", ByteBuffer.wrap(new byte[] {9})))
                .isEqualTo("09");
        String four = "{\"type\":\"fixed\",\"name\":\"F\",\"size\":4}";
        assertThat(name(four, fixed(four, (byte) 0, (byte) 0x12, (byte) 0xab, (byte) -1)))
                .isEqualTo("0012abff");
    }

    @Test
    void uuidOfSixteenBytesIsNamedAsOne() throws IOException {
        String schema = "{\"type\":\"fixed\",\"name\":\"U\",\"size\":16,\"logicalType\":\"uuid\"}";
        UUID uuid = new UUID(7, 11);
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        assertThat(name(schema, fixed(schema, bytes))).isEqualTo(uuid.toString());
    }

    @Test
    void textAndNumbersNameThemselvesNullNothing() throws IOException {
        assertThat(name("\"string\"", "pump-7")).isEqualTo("pump-7");
        assertThat(name("\"long\"", -5L)).isEqualTo("-5");
        assertThat(name("[\"null\",\"string\"]", null)).isNull();
    }

    @Test
    void bytesThatContradictTheSchemaNameNothing() {
        Schema list = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\","
                        + "\"Node\"]}]}");
        byte[] deep = new byte[1_000_000];
        java.util.Arrays.fill(deep, (byte) 2);
        assertThat(new KeyReader(list).read(deep, 0)).isNull();
        Schema text = Schema.create(Schema.Type.STRING);
        assertThat(new KeyReader(text).read(new byte[] {2}, 0)).isNull();
        assertThat(new KeyReader(text).read(new byte[] {2, 'a', 'b'}, 0)).isNull();
        assertThat(new KeyReader(text).read(new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 15}, 0))
                .isNull();
    }
}
