package io.tidewatch.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "ü", "水", "🌊"})
    void longTextEndsWithItsSizeAndIsNeverCutInsideACharacter(String character) {
        for (int length = 990; length < 1_100; length++) {
            String text = character.repeat(length);
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;

            String cut = BoundedText.cut(text, 1_024);

            assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1_024);
            if (bytes <= 1_024) {
                assertThat(cut).isEqualTo(text);
            } else {
                assertThat(cut).endsWith("... (cut, " + bytes + " bytes)").doesNotContain("\uFFFD");
                assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(1_020);
            }
        }
    }

    @Test
    void detailOfARejectionIsAtMostAKilobyteOfUtf8() {
        var rejected = new Extraction.Rejected(RejectionReason.WRONG_TYPE, "水".repeat(100_000));

        assertThat(rejected.detail()).startsWith("水水").endsWith("(cut, 300000 bytes)");
        assertThat(rejected.detail().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1_024);
    }
}
