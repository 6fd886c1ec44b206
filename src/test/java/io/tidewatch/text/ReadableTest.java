package io.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadableTest {

    @ParameterizedTest
    @ValueSource(strings = {"web-01", "eu/host 7", "Zürich Süd", "ポンプ　三", "насос-3", "a\\b", "", "pump 🌊"})
    void whatCanBeSeenStaysAsItIs(String name) {
        assertThat(Readable.name(name)).isEqualTo(name);
        assertThat(Readable.text(name)).isEqualTo(name);
    }

    /** Code points in hex, so that this file has none of them. */
    @ParameterizedTest
    @CsvSource({
        "1b, 001b",
        "0a, 000a",
        "0d, 000d",
        "09, 0009",
        "00, 0000",
        "7f, 007f",
        "85, 0085",
        "9b, 009b",
        "a0, 00a0",
        "ad, 00ad",
        "61c, 061c",
        "200b, 200b",
        "200d, 200d",
        "200e, 200e",
        "200f, 200f",
        "2028, 2028",
        "2029, 2029",
        "202a, 202a",
        "202e, 202e",
        "2066, 2066",
        "2069, 2069",
        "3164, 3164",
        "feff, feff",
        "fe0f, fe0f",
        "ffff, ffff",
        "d83d, d83d",
        "dc1b, dc1b",
    })
    void whatCannotBeSeenIsEscaped(String point, String escape) {
        String text = "a" + (char) Integer.parseInt(point, 16) + "b";

        assertThat(Readable.text(text)).isEqualTo("a\\u" + escape + "b");
        assertThat(Readable.name(text)).isEqualTo("a\\u" + escape + "b");
    }

    @Test
    void hiddenCharactersBeyondTheFirstPlaneAreEscapedAsPairs() {
        assertThat(Readable.text("a" + Character.toString(0xe0041))).isEqualTo("a\\udb40\\udc41");
    }

    @Test
    void longNamesAreShortenedAndStillToldApart() {
        String one = "pump-".repeat(40) + "x" + "-eu".repeat(40);
        String other = "pump-".repeat(40) + "y" + "-eu".repeat(40);

        assertThat(Readable.name(one))
                .hasSizeLessThanOrEqualTo(Readable.LONGEST_NAME)
                .startsWith("pump-pump-")
                .contains("…")
                .isNotEqualTo(Readable.name(other));
        assertThat(Readable.text(one)).isEqualTo(one);
    }

    @Test
    void appliedTwiceItChangesNothingMore() {
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(200); c > 0; c--) {
                text.append(
                        random.nextBoolean() ? (char) random.nextInt(0x10000) : (char) (' ' + random.nextInt(0x60)));
            }
            String name = Readable.name(text.toString());
            assertThat(Readable.name(name)).isEqualTo(name);
            assertThat(Readable.text(name)).isEqualTo(name);
            assertThat(name.length()).isLessThanOrEqualTo(Readable.LONGEST_NAME);
            assertThat(name.codePoints()
                            .map(Character::getType)
                            .filter(type -> type == Character.CONTROL
                                    || type == Character.FORMAT
                                    || type == Character.SURROGATE))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=HYPERLINK(\"x\") | '=HYPERLINK(\"x\")",
                "+1 | '+1",
                "-cmd | '-cmd",
                "@SUM | '@SUM",
                "＝1 | '＝1",
                "'tis | ''tis",
                "web-01 | web-01",
                "a=b | a=b",
            })
    void cellThatWouldBeAFormulaGetsAnApostrophe(String text, String cell) {
        assertThat(CsvText.of(text)).isEqualTo(cell);
    }

    @Test
    void cellHasNoTabNorLineEndToBeginAFormulaAfter() {
        assertThat(CsvText.of("\t=1")).isEqualTo("\\u0009=1");
        assertThat(CsvText.of("\r=1")).isEqualTo("\\u000d=1");
        assertThat(CsvText.of("")).isEmpty();
    }
}
