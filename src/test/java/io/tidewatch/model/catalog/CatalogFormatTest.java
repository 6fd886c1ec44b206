package io.tidewatch.model.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.model.catalog.ModelActivation.Former;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What is written to the models topic is read again, and nothing else is. */
class CatalogFormatTest {
    private static final String HEADER = """
            {"format":1,"bytes":3,"chunks":1,"sha256":"%s","publishedAtMs":5,"publishedBy":"eva@host"}""".formatted("ab".repeat(32));

    @Provide
    Arbitrary<String> versions() {
        return hex(12);
    }

    private static Arbitrary<String> hex(int digits) {
        return Arbitraries.strings().withChars("0123456789abcdef").ofLength(digits);
    }

    @Provide
    Arbitrary<Stamp> stamps() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.strings()
                                .ofMinLength(1)
                                .ofMaxLength(60)
                                .filter(name ->
                                        !name.isBlank() && UTF_8.newEncoder().canEncode(name)))
                .as(Stamp::new);
    }

    @Provide
    Arbitrary<OptionalLong> times() {
        return Arbitraries.longs().optional().map(time -> time.map(OptionalLong::of)
                .orElse(OptionalLong.empty()));
    }

    @Provide
    Arbitrary<ModelActivation> activations() {
        return Combinators.combine(
                        versions(),
                        times(),
                        versions().optional(),
                        Combinators.combine(versions(), times())
                                .as(Former::new)
                                .list()
                                .ofMaxSize(ModelActivation.LONGEST_HISTORY),
                        stamps())
                .as(ModelActivation::new);
    }

    @Property
    void activationIsReadAsWritten(@ForAll("activations") ModelActivation activation) {
        assertThat(CatalogFormat.activation(CatalogFormat.write(activation))).isEqualTo(activation);
    }

    @Property
    void headerIsReadAsWritten(
            @ForAll("versions") String version,
            @ForAll byte[] artifact,
            @ForAll("stamps") Stamp stamp,
            @ForAll @IntRange(min = 1, max = 50) int chunkBytes) {
        byte[] bytes = artifact.length == 0 ? new byte[] {7} : artifact;
        ArtifactHeader header = ArtifactHeader.of(version, bytes, stamp, chunkBytes);

        assertThat(CatalogFormat.header(version, CatalogFormat.write(header))).isEqualTo(header);
    }

    @Property
    void chunksCoverTheArtifactAndNoneIsLargerThanAsked(
            @ForAll @IntRange(min = 1, max = 400) int length, @ForAll @IntRange(min = 1, max = 90) int chunkBytes) {
        ArtifactHeader header = ArtifactHeader.of("0123456789ab", new byte[length], new Stamp(0, "eva"), chunkBytes);

        assertThat(header.chunkStart(0)).isZero();
        assertThat(header.chunkStart(header.chunks())).isEqualTo(length);
        for (int chunk = 0; chunk < header.chunks(); chunk++) {
            assertThat(header.chunkStart(chunk + 1) - header.chunkStart(chunk)).isBetween(1, chunkBytes);
        }
    }

    @Property
    void keyIsReadAsWritten(@ForAll("versions") String version, @ForAll @IntRange(max = 65535) int number) {
        for (CatalogKey key :
                List.of(new CatalogKey.Chunk(version, number), new CatalogKey.Header(version), CatalogKey.ACTIVE)) {
            assertThat(CatalogKey.parse(key.text())).contains(key);
        }
    }

    @Property
    void anyChangeOfAValueIsReadInOneWayOrRefusedInOne(
            @ForAll @IntRange(max = 150) int at, @ForAll byte other, @ForAll boolean ofHeader) {
        byte[] json = ofHeader
                ? HEADER.getBytes(UTF_8)
                : CatalogFormat.write(new ModelActivation(
                        "0123456789ab", OptionalLong.of(5), Optional.empty(), List.of(), new Stamp(1, "trainer")));
        json[at % json.length] = other;
        try {
            if (ofHeader) {
                CatalogFormat.header("0123456789ab", json);
            } else {
                CatalogFormat.activation(json);
            }
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 1)
    void eachFaultOfAHeaderHasItsOwnMessage() {
        List<String> messages = new ArrayList<>();
        for (String[] change : new String[][] {
            {"\"format\":1", "\"format\":2"},
            {"\"format\":1", "\"form\":1"},
            {"\"bytes\":3", "\"bytes\":268435457"},
            {"\"bytes\":3", "\"bytes\":99999999999999999999"},
            {"\"chunks\":1", "\"chunks\":4"},
            {"\"chunks\":1", "\"chunks\":9999999999"},
            {"\"sha256\":\"ab", "\"sha256\":\"AB"},
            {"\"publishedBy\":\"eva@host\"", "\"publishedBy\":7"},
            {"\"publishedBy\":\"eva@host\"", "\"publishedBy\":\"\""},
            {"}", ",\"keyId\":\"" + "a".repeat(16) + "\",\"signature\":\"AAAA\"}"},
            {"}", ",\"keyId\":\"key\",\"signature\":\"AAAA\"}"},
            {"}", ",\"signature\":\"AAAA\"}"},
            {"}", ""},
        }) {
            byte[] json = HEADER.replace(change[0], change[1]).getBytes(UTF_8);
            assertThatThrownBy(() -> CatalogFormat.header("0123456789ab", json))
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(e -> messages.add(e.getMessage()));
        }

        assertThat(messages).doesNotHaveDuplicates();
        assertThat(messages.get(0)).contains("format 2, this release reads format 1", "upgrade");
        assertThat(messages.get(2)).contains("268435457 bytes, a model may have 1 to 268435456");
    }

    @Property(tries = 1)
    void fieldThatIsNotKnownIsPassedOver() {
        byte[] json = HEADER.replace("{", "{\"mood\":[1,2],").getBytes(UTF_8);

        assertThat(CatalogFormat.header("0123456789ab", json).bytes()).isEqualTo(3);
    }
}
