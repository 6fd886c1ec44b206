package io.tidewatch.model.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactException;
import io.tidewatch.model.artifact.ModelArtifactFormat;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the records of a models topic make of it, good and bad ones. */
class ModelCatalogTest {
    private static final String TOPIC = "servers.models";
    private static final ModelArtifact MODEL = TestModels.model(1);
    private static final byte[] BYTES = ModelArtifactFormat.write(MODEL);
    private static final String VERSION = MODEL.version();
    private static final Stamp STAMP = new Stamp(7, "eva@host");
    private static final int CHUNK = 700;
    private static final ArtifactHeader HEADER = ArtifactHeader.of(VERSION, BYTES, STAMP, CHUNK);

    private long offset;
    private final CatalogFold fold = new CatalogFold(TOPIC, 1 << 20);

    private Optional<RefusedRecord> add(String key, byte @Nullable [] value) {
        return fold.add(offset++, key.getBytes(UTF_8), value);
    }

    private static byte[] chunk(byte[] artifact, ArtifactHeader header, int chunk) {
        return Arrays.copyOfRange(artifact, header.chunkStart(chunk), header.chunkStart(chunk + 1));
    }

    private void publish(ArtifactHeader header, byte[] artifact) {
        for (int chunk = 0; chunk < header.chunks(); chunk++) {
            add(new CatalogKey.Chunk(header.version(), chunk).text(), chunk(artifact, header, chunk));
        }
        add(new CatalogKey.Header(header.version()).text(), CatalogFormat.write(header));
    }

    private void publish(ModelArtifact model) {
        byte[] bytes = ModelArtifactFormat.write(model);
        publish(ArtifactHeader.of(model.version(), bytes, STAMP, CHUNK), bytes);
    }

    private static TrustedKeys trusted(KeyPair keys) throws Exception {
        return TrustedKeys.parse(TestModels.publicPem(keys));
    }

    private static ArtifactHeader signed(KeyPair keys) throws Exception {
        return HEADER.signed(SigningKey.parse(TestModels.privatePem(keys)));
    }

    private static void refused(ThrowingCallable use, String... reasons) {
        assertThatThrownBy(use)
                .isInstanceOf(ModelArtifactException.class)
                .hasMessageStartingWith("model " + VERSION + " of topic " + TOPIC)
                .hasMessageContainingAll(reasons);
    }

    @Test
    void modelIsPutTogetherFromItsChunks() throws Exception {
        publish(HEADER, BYTES);

        assertThat(HEADER.chunks()).isGreaterThan(1);
        assertThat(fold.catalog().artifact(VERSION, TrustedKeys.NONE).version()).isEqualTo(VERSION);
        assertThat(fold.catalog().bytes(VERSION, TrustedKeys.NONE)).isEqualTo(BYTES);
        assertThat(fold.catalog().refused()).isZero();
    }

    @Test
    void versionsAreListedNewestFirst() {
        publish(TestModels.model(1));
        publish(TestModels.model(2));
        publish(TestModels.model(3));
        publish(TestModels.model(1));

        assertThat(fold.catalog().entries())
                .extracting(CatalogEntry::version)
                .containsExactly(
                        TestModels.model(1).version(),
                        TestModels.model(3).version(),
                        TestModels.model(2).version());
    }

    @Test
    void catalogStaysAsItWasWhenRecordsFollow() throws Exception {
        publish(HEADER, BYTES);
        ModelCatalog before = fold.catalog();
        before.keysOf(VERSION).forEach(key -> add(key, null));

        assertThat(before.artifact(VERSION, TrustedKeys.NONE).version()).isEqualTo(VERSION);
        assertThat(fold.catalog().entries()).isEmpty();
        assertThat(fold.catalog().keysOf(VERSION)).isEmpty();
    }

    @Test
    void missingChunkIsNamed() {
        publish(HEADER, BYTES);
        add(new CatalogKey.Chunk(VERSION, 1).text(), null);
        add(new CatalogKey.Header(VERSION).text(), CatalogFormat.write(HEADER));

        assertThat(fold.catalog().has(VERSION)).isFalse();
        refused(
                () -> fold.catalog().artifact(VERSION, TrustedKeys.NONE),
                "chunk 1 of " + HEADER.chunks() + " is missing",
                "publish it anew");
    }

    @Test
    void chunkCutShortIsFoundByTheSize() {
        publish(HEADER, BYTES);
        add(new CatalogKey.Chunk(VERSION, 0).text(), new byte[] {1});
        add(new CatalogKey.Header(VERSION).text(), CatalogFormat.write(HEADER));

        refused(() -> fold.catalog().artifact(VERSION, TrustedKeys.NONE), "its header says " + BYTES.length);
    }

    @Test
    void anyFlippedBitIsFoundByTheChecksum() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            byte[] flipped = BYTES.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            publish(HEADER, flipped);

            refused(() -> fold.catalog().artifact(VERSION, TrustedKeys.NONE), "do not have the checksum");
        }
    }

    @Test
    void artifactThatIsNoModelIsRefused() {
        byte[] text = "no zip at all".getBytes(UTF_8);
        publish(ArtifactHeader.of(VERSION, text, STAMP), text);

        refused(() -> fold.catalog().artifact(VERSION, TrustedKeys.NONE), "no Tidewatch model");
    }

    @Test
    void modelUnderAnotherVersionIsRefused() {
        byte[] other = ModelArtifactFormat.write(TestModels.model(2));
        publish(ArtifactHeader.of(VERSION, other, STAMP), other);

        refused(
                () -> fold.catalog().artifact(VERSION, TrustedKeys.NONE),
                "it holds version " + TestModels.model(2).version());
    }

    @Test
    void versionThatIsNotThereIsRefusedWithThoseThatAre() {
        publish(TestModels.model(2));

        refused(
                () -> fold.catalog().artifact(VERSION, TrustedKeys.NONE),
                "the topic does not have it",
                TestModels.model(2).version());
    }

    @Test
    void headerOfANewerReleaseIsRefusedAndItsReasonKept() {
        publish(HEADER, BYTES);
        Optional<RefusedRecord> refusal = add(new CatalogKey.Header(VERSION).text(), "{\"format\":2}".getBytes(UTF_8));

        assertThat(refusal)
                .get()
                .extracting(RefusedRecord::text)
                .asString()
                .contains("record artifact/" + VERSION + " of topic " + TOPIC + " is refused", "format 2", "upgrade");
        refused(() -> fold.catalog().artifact(VERSION, TrustedKeys.NONE), "its header is refused", "format 2");
        assertThat(fold.catalog().keysOf(VERSION)).contains("artifact/" + VERSION, "artifact/" + VERSION + "/0");
    }

    @Test
    void oversizedHeaderChunkAndTopicEachHaveTheirOwnMessage() {
        assertThat(add(
                        new CatalogKey.Header(VERSION).text(),
                        new String(CatalogFormat.write(HEADER), UTF_8)
                                .replace("\"bytes\":" + BYTES.length, "\"bytes\":999999999")
                                .getBytes(UTF_8)))
                .get()
                .extracting(RefusedRecord::reason)
                .asString()
                .contains("999999999 bytes, a model may have");
        assertThat(add(new CatalogKey.Chunk(VERSION, 0).text(), new byte[(1 << 20) + 1]))
                .get()
                .extracting(RefusedRecord::reason)
                .asString()
                .contains("a chunk of 1048577 bytes");
        add(new CatalogKey.Chunk(VERSION, 0).text(), new byte[600_000]);
        assertThat(add(new CatalogKey.Chunk(VERSION, 1).text(), new byte[600_000]))
                .get()
                .extracting(RefusedRecord::reason)
                .asString()
                .contains("1048576 bytes that are held in memory", "model.keep");
    }

    @Test
    void memoryIsFreeAgainWhenAVersionIsDeleted() {
        for (int i = 0; i < 10; i++) {
            assertThat(add(new CatalogKey.Chunk(VERSION, 0).text(), new byte[1_000_000]))
                    .isEmpty();
            assertThat(add(new CatalogKey.Chunk(VERSION, 0).text(), null)).isEmpty();
        }
    }

    @Test
    void unsignedForeignAndForgedArtifactsEachHaveTheirOwnMessage() throws Exception {
        KeyPair ours = TestModels.keys("Ed25519");
        KeyPair theirs = TestModels.keys("Ed25519");
        TrustedKeys trusted = trusted(ours);

        publish(HEADER, BYTES);
        refused(() -> fold.catalog().artifact(VERSION, trusted), "it is not signed", "model.signing-key");
        publish(signed(theirs), BYTES);
        refused(
                () -> fold.catalog().artifact(VERSION, trusted),
                "signed by key " + trusted(theirs).ids().get(0) + ", which is not trusted",
                trusted.ids().toString());
        ModelSignature right = signed(ours).signature().orElseThrow();
        ModelSignature wrong = signed(theirs).signature().orElseThrow();
        publish(
                new ArtifactHeader(
                        VERSION,
                        HEADER.bytes(),
                        HEADER.chunks(),
                        HEADER.sha256(),
                        STAMP,
                        Optional.of(new ModelSignature(right.keyId(), wrong.value()))),
                BYTES);
        refused(() -> fold.catalog().artifact(VERSION, trusted), "its signature does not belong to its content");
        publish(signed(ours), BYTES);
        assertThat(fold.catalog().artifact(VERSION, trusted).version()).isEqualTo(VERSION);
        assertThat(fold.catalog()
                        .artifact(VERSION, trusted.and(trusted(theirs)))
                        .version())
                .isEqualTo(VERSION);
    }

    @Test
    void signatureOfAnotherArtifactIsRefused() throws Exception {
        KeyPair ours = TestModels.keys("Ed25519");
        byte[] other = ModelArtifactFormat.write(TestModels.model(2));
        ArtifactHeader header = ArtifactHeader.of(VERSION, other, STAMP);
        publish(
                new ArtifactHeader(
                        VERSION,
                        header.bytes(),
                        header.chunks(),
                        header.sha256(),
                        STAMP,
                        signed(ours).signature()),
                other);

        refused(() -> fold.catalog().bytes(VERSION, trusted(ours)), "its signature does not belong to its content");
    }

    @Test
    void badActivationIsRefusedAndALaterOneTaken() {
        add("active", "{}".getBytes(UTF_8));
        assertThat(fold.catalog().refusals()).hasSize(1);
        assertThat(fold.catalog().activation()).isEmpty();
        assertThat(fold.catalog().activationOffset()).isEmpty();

        ModelActivation activation = ModelActivation.after(Optional.empty(), VERSION, OptionalLong.empty(), STAMP);
        add("active", CatalogFormat.write(activation));
        assertThat(fold.catalog().activation()).contains(activation);
        assertThat(fold.catalog().activationOffset()).hasValue(1);
        assertThat(fold.catalog().refusals()).isEmpty();
        assertThat(fold.catalog().refused()).isEqualTo(1);
    }

    @Test
    void noRecordWhateverItIsThrows() {
        Random random = new Random(5);
        List<String> keys = List.of(
                "",
                "active",
                "artifact",
                "artifact/",
                "artifact/" + VERSION,
                "artifact/" + VERSION + "/0",
                "other",
                "artifact/" + VERSION + "/99999",
                "artifact/" + VERSION.toUpperCase(java.util.Locale.ROOT));
        fold.add(0, null, null);
        fold.add(1, null, new byte[3]);
        for (int i = 0; i < 5_000; i++) {
            byte[] value = new byte[random.nextInt(60)];
            random.nextBytes(value);
            byte[] key = keys.get(random.nextInt(keys.size())).getBytes(UTF_8);
            if (random.nextInt(10) == 0) {
                key = new byte[] {(byte) random.nextInt(), (byte) random.nextInt()};
            }
            fold.add(i, key, random.nextInt(5) == 0 ? null : value);
            fold.catalog().entries();
        }
        assertThat(fold.catalog().refused()).isGreaterThan(1_000);
        assertThat(fold.catalog().refusals()).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void refusalOfAKeyIsReadableOnOneLine() {
        List<String> lines = new ArrayList<>();
        add("\u001b[2J\nactive" + "x".repeat(500), new byte[] {1}).ifPresent(refusal -> lines.add(refusal.text()));

        assertThat(lines)
                .singleElement()
                .asString()
                .doesNotContain("\u001b", "\n")
                .hasSizeLessThan(400);
    }
}
