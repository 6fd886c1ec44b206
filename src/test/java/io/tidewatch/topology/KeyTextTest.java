package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.KeyFormat;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.registry.InMemoryRegistry;
import io.tidewatch.registry.WireFormat;
import io.tidewatch.topology.KeyName.Named;
import io.tidewatch.topology.KeyName.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyTextTest {
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final Random random = new Random(61);

    private KeyText keys(KeyFormat format) {
        return new KeyText(format, new PatientRegistry(registry, new Recorder()), () -> "record in-0@0");
    }

    private byte[] wired(Schema schema, Object key) {
        return WireFormat.wrap(
                Readings.register(registry, "k" + schema.hashCode(), schema), Readings.avro(schema, key));
    }

    private static byte[] longKey(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    private static String name(KeyText keys, byte[] key) {
        return ((Named) keys.of(key)).text();
    }

    private static Refused refused(KeyText keys, byte[] key) {
        return (Refused) keys.of(key);
    }

    @Test
    void autoTakesEachKeyForWhatItLooksLike() {
        KeyText keys = keys(KeyFormat.AUTO);
        assertThat(name(keys, "pump-7".getBytes(StandardCharsets.UTF_8))).isEqualTo("pump-7");
        assertThat(name(keys, "Förderband".getBytes(StandardCharsets.UTF_8))).isEqualTo("Förderband");
        assertThat(name(keys, new byte[] {1, (byte) 0xff})).isEqualTo("01ff");
        assertThat(name(keys, longKey(258))).isEqualTo("0000000000000102");
        assertThat(name(keys, wired(Schema.create(Schema.Type.STRING), "pump-7")))
                .isEqualTo("pump-7");
        assertThat(keys.of(null)).isNull();
        assertThat(keys.of(new byte[0])).isNull();
    }

    @Test
    void avroBytesOfEqualLengthHaveDifferentNames() {
        for (KeyFormat format : new KeyFormat[] {KeyFormat.AUTO, KeyFormat.AVRO}) {
            KeyText keys = keys(format);
            Schema bytes = Schema.create(Schema.Type.BYTES);
            assertThat(name(keys, wired(bytes, ByteBuffer.wrap(new byte[] {1, 2}))))
                    .isEqualTo("0102");
            assertThat(name(keys, wired(bytes, ByteBuffer.wrap(new byte[] {1, 3}))))
                    .isEqualTo("0103");
        }
    }

    @ParameterizedTest
    @EnumSource(KeyFormat.class)
    void keyOfManyBytesIsRefusedUnread(KeyFormat format) {
        int asked = registry.calls();
        Refused refused = refused(keys(format), new byte[900_000]);
        assertThat(refused.rejection().reason()).isEqualTo(RejectionReason.NO_KEY);
        assertThat(refused.rejection().detail()).isEqualTo("the record's key has 900000 bytes, more than 1024");
        assertThat(registry.calls()).isEqualTo(asked);
    }

    @Test
    void keyOfAFixedOfGigabytesIsRefusedBeforeAnythingIsAllocated() {
        Schema huge = Schema.createFixed("Huge", null, null, 2_000_000_000);
        byte[] key = WireFormat.wrap(Readings.register(registry, "huge", huge), new byte[0]);
        for (KeyFormat format : new KeyFormat[] {KeyFormat.AUTO, KeyFormat.AVRO}) {
            Refused refused = refused(keys(format), key);
            assertThat(refused.rejection().reason()).isEqualTo(RejectionReason.UNREADABLE_SCHEMA);
            assertThat(refused.rejection().detail())
                    .contains("the key's schema id 1")
                    .contains("2000000000 bytes");
        }
    }

    @Test
    void longsAreNamedInDecimalAndNothingIsAsked() {
        KeyText keys = keys(KeyFormat.LONG);
        for (int i = 0; i < 1_000; i++) {
            long number = random.nextLong() >>> random.nextInt(64);
            assertThat(name(keys, longKey(number))).isEqualTo(Long.toString(number));
        }
        assertThat(name(keys, longKey(-1))).isEqualTo("-1");
        assertThat(registry.calls()).isZero();
        assertThat(refused(keys, new byte[4]).rejection().detail())
                .isEqualTo(
                        "the record's key of 4 bytes is not a long of 8 bytes; check input.key-format, which is long");
    }

    @Test
    void otherFormatsNameByTheirRuleAndRefuseTheRest() {
        assertThat(name(keys(KeyFormat.INT), new byte[] {-1, -1, -1, -2})).isEqualTo("-2");
        assertThat(refused(keys(KeyFormat.INT), longKey(1)).rejection().reason())
                .isEqualTo(RejectionReason.NO_KEY);
        assertThat(name(keys(KeyFormat.BINARY), "ab".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("6162");
        assertThat(name(keys(KeyFormat.TEXT), longKey(0x6100))).isEqualTo("\0\0\0\0\0\0a\0");
        assertThat(refused(keys(KeyFormat.TEXT), new byte[] {(byte) 0xff})
                        .rejection()
                        .reason())
                .isEqualTo(RejectionReason.NO_KEY);
        KeyText avro = keys(KeyFormat.AVRO);
        assertThat(refused(avro, "pump".getBytes(StandardCharsets.UTF_8))
                        .rejection()
                        .detail())
                .contains("is not in the wire format");
        assertThat(refused(avro, longKey(77L << 24)).rejection().reason()).isEqualTo(RejectionReason.UNKNOWN_SCHEMA);
        byte[] longer = Arrays.copyOf(wired(Schema.create(Schema.Type.STRING), "pump"), 20);
        assertThat(refused(avro, longer).rejection().detail()).contains("is not of its schema id");
        assertThat(registry.calls()).isEqualTo(3);
    }

    @Test
    void numbersThatLookLikeSchemaIdsDoNotBecomeARequestEach() {
        KeyText keys = keys(KeyFormat.AUTO);
        for (int i = 1; i <= 10_000; i++) {
            byte[] key = longKey(((long) i << 24) + 5);
            assertThat(name(keys, key)).isEqualTo(HexFormat.of().formatHex(key));
        }
        assertThat(registry.calls()).isEqualTo(KeySchemas.UNKNOWN_ASKED);
    }

    @Test
    void knownSchemaIsReadAlsoAfterManyUnknownOnes() {
        KeyText keys = keys(KeyFormat.AUTO);
        byte[] good = wired(Schema.create(Schema.Type.STRING), "pump-7");
        assertThat(name(keys, good)).isEqualTo("pump-7");
        for (int i = 100; i < 10_000; i++) {
            keys.of(longKey((long) i << 24));
        }
        int asked = registry.calls();
        assertThat(name(keys, good)).isEqualTo("pump-7");
        assertThat(registry.calls()).isEqualTo(asked);
    }

    @Test
    void topicWhoseKeysAreAvroMayBringNewSchemasForLong() {
        KeyText keys = keys(KeyFormat.AUTO);
        byte[] good = wired(Schema.create(Schema.Type.STRING), "pump-7");
        for (int i = 0; i < 2_000; i++) {
            keys.of(good);
        }
        for (int i = 100; i < 100 + KeySchemas.UNKNOWN_ASKED; i++) {
            keys.of(longKey((long) i << 24));
        }
        assertThat(name(keys, wired(Schema.create(Schema.Type.LONG), 5L))).isEqualTo("5");
    }
}
