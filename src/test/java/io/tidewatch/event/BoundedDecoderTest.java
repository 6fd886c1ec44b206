package io.tidewatch.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.event.Extraction.Rejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedDecoderTest {
    private static final long NOW = 1_700_000_000_000L;

    private interface Written {
        void by(BinaryEncoder encoder) throws IOException;
    }

    private static byte[] bytes(Written written) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        written.by(encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static BoundedDecoder over(byte[] bytes) {
        BoundedDecoder decoder = new BoundedDecoder();
        decoder.reset(bytes, 0);
        return decoder;
    }

    @Test
    void readsWhatAvrosOwnEncoderWrote() throws IOException {
        Random random = new Random(41);
        for (int round = 0; round < 2_000; round++) {
            long number = random.nextLong() >> random.nextInt(64);
            int small = random.nextInt() >> random.nextInt(32);
            double real = Double.longBitsToDouble(random.nextLong());
            float single = Float.intBitsToFloat(random.nextInt());
            byte[] blob = new byte[random.nextInt(40)];
            random.nextBytes(blob);
            String text = "Füße " + number;
            BoundedDecoder decoder = over(bytes(encoder -> {
                encoder.writeLong(number);
                encoder.writeInt(small);
                encoder.writeDouble(real);
                encoder.writeFloat(single);
                encoder.writeBoolean(small > 0);
                encoder.writeString(text);
                encoder.writeString(text);
                encoder.writeBytes(blob);
                encoder.writeBytes(blob);
                encoder.writeFixed(blob);
                encoder.writeFixed(blob);
                encoder.writeEnum(7);
            }));
            assertThat(decoder.readLong()).isEqualTo(number);
            assertThat(decoder.readInt()).isEqualTo(small);
            assertThat(Double.valueOf(decoder.readDouble())).isEqualTo(Double.valueOf(real));
            assertThat(Float.valueOf(decoder.readFloat())).isEqualTo(Float.valueOf(single));
            assertThat(decoder.readBoolean()).isEqualTo(small > 0);
            assertThat(decoder.readString()).isEqualTo(text);
            decoder.skipString();
            assertThat(decoder.readBytes(ByteBuffer.allocate(20))).isEqualTo(ByteBuffer.wrap(blob));
            decoder.skipBytes();
            byte[] fixed = new byte[blob.length];
            decoder.readFixed(fixed, 0, blob.length);
            assertThat(fixed).isEqualTo(blob);
            decoder.skipFixed(blob.length);
            assertThat(decoder.readEnum()).isEqualTo(7);
            assertThat(decoder.isEnd()).isTrue();
        }
    }

    @Test
    void numbersOfAnyBytesAreThoseOfAvrosOwnDecoder() throws IOException {
        Random random = new Random(43);
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                // Most bytes go on, so that long numbers come up.
                bytes[i] |= random.nextInt(8) == 0 ? 0 : (byte) 0x80;
            }
            boolean wide = random.nextBoolean();
            BinaryDecoder avro = DecoderFactory.get().binaryDecoder(bytes, null);
            BoundedDecoder ours = over(bytes);
            long expected;
            try {
                expected = wide ? avro.readLong() : avro.readInt();
            } catch (IOException | RuntimeException e) {
                assertThatThrownBy(() -> {
                            if (wide) {
                                ours.readLong();
                            } else {
                                ours.readInt();
                            }
                        })
                        .isInstanceOfAny(IOException.class, RuntimeException.class);
                continue;
            }
            read++;
            assertThat(wide ? ours.readLong() : ours.readInt()).isEqualTo(expected);
            assertThat(ours.remainingBytes()).isEqualTo(bytes.length - consumed(bytes));
        }
        assertThat(read).isGreaterThan(1_000);
    }

    private static int consumed(byte[] bytes) {
        int at = 0;
        while (bytes[at] < 0) {
            at++;
        }
        return at + 1;
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 1_000, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void lengthBeyondTheBytesThatAreLeftIsRefused(long length) throws IOException {
        byte[] lie = bytes(encoder -> {
            encoder.writeLong(length);
            encoder.writeFixed(new byte[3]);
        });
        assertThatThrownBy(() -> over(lie).readString(null)).isInstanceOfAny(IOException.class, RuntimeException.class);
        assertThatThrownBy(() -> over(lie).readBytes(null)).isInstanceOfAny(IOException.class, RuntimeException.class);
        assertThatThrownBy(() -> over(lie).skipString()).isInstanceOfAny(IOException.class, RuntimeException.class);
        assertThatThrownBy(() -> over(lie).skipBytes()).isInstanceOfAny(IOException.class, RuntimeException.class);
        byte[] block = bytes(encoder -> {
            encoder.writeLong(-1);
            encoder.writeLong(length);
            encoder.writeFixed(new byte[3]);
        });
        assertThatThrownBy(() -> over(block).readArrayStart())
                .isInstanceOfAny(IOException.class, RuntimeException.class);
        assertThatThrownBy(() -> over(block).skipMap()).isInstanceOfAny(IOException.class, RuntimeException.class);
    }

    @Test
    void itemsAreCountedOverAllBlocks() throws IOException {
        byte[] many = bytes(encoder -> {
            for (int i = 0; i < 20; i++) {
                encoder.writeLong(1_000);
            }
        });
        BoundedDecoder decoder = over(many);
        for (int i = 0; i < 10; i++) {
            assertThat(decoder.arrayNext()).isEqualTo(1_000);
        }
        assertThatThrownBy(decoder::skipArray).hasMessageContaining("more items");
    }

    @ParameterizedTest
    @ValueSource(longs = {20_000, Integer.MAX_VALUE - 8L, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
    void itemsWithoutBytesAreNeitherReadNorWalkedThrough(long items) throws IOException {
        for (String type : new String[] {"\"null\"", "{\"type\":\"fixed\",\"name\":\"Nothing\",\"size\":0}"}) {
            for (String holder : new String[] {"\"array\",\"items\"", "\"map\",\"values\""}) {
                Schema skipped = new Schema.Parser()
                        .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"many\",\"type\":{\"type\":"
                                + holder + ":" + type + "}},{\"name\":\"x\",\"type\":\"double\"}]}");
                Schema read = new Schema.Parser()
                        .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":[\"double\","
                                + "{\"type\":" + holder + ":" + type + "}]}]}");
                byte[] value = bytes(encoder -> {
                    encoder.writeLong(items);
                    encoder.writeLong(0);
                    encoder.writeDouble(1);
                });
                assertThat(reason(skipped, value)).isEqualTo(RejectionReason.MALFORMED_AVRO);
                byte[] branch = bytes(encoder -> {
                    encoder.writeIndex(1);
                    encoder.writeLong(items);
                    encoder.writeLong(0);
                });
                assertThat(reason(read, branch)).isEqualTo(RejectionReason.MALFORMED_AVRO);
            }
        }
    }

    private static RejectionReason reason(Schema schema, byte[] value) {
        EventSpec spec = new EventSpec(
                Optional.empty(), Optional.empty(), TimeUnitOfField.MILLIS, List.of("x"), List.of(), 0, 1_000);
        return ((Rejected) new EventReader(schema, spec).read(value, 0, "k", NOW, NOW)).reason();
    }
}
