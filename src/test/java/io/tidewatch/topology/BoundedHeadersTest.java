package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class BoundedHeadersTest {
    private static final Place PLACE = new Place("readings", 3, 42);

    private static Headers letter(Headers own, String detail) {
        return DeadLetterHeaders.of(own, new Rejected(RejectionReason.WRONG_TYPE, detail), PLACE, 7);
    }

    private static String text(Headers headers, String name) {
        return DeadLetterHeaders.text(headers, name);
    }

    private static long bytes(Headers headers) {
        long bytes = 0;
        for (Header header : headers) {
            bytes += BoundedHeaders.bytes(header);
        }
        return bytes;
    }

    @Test
    void letterKeepsOfTenThousandHeadersWhatFitsAndTellsTheRest() {
        Headers own = new RecordHeaders();
        for (int i = 0; i < 10_000; i++) {
            own.add("h", new byte[99]);
        }
        Headers headers = letter(own, "detail");
        int kept = 163;
        assertThat(headers.headers("h")).hasSize(kept);
        assertThat(text(headers, "tidewatch.headers-left-out")).isEqualTo(Integer.toString(10_000 - kept));
        assertThat(text(headers, "tidewatch.headers-left-out-bytes"))
                .isEqualTo(Integer.toString(100 * (10_000 - kept)));
        assertThat(text(headers, "tidewatch.offset")).isEqualTo("42");
    }

    @Test
    void letterWithAllItsHeadersSaysNothingOfAnyLeftOut() {
        Headers headers = letter(new RecordHeaders().add("a", null).add("b", new byte[1_000]), "detail");
        assertThat(headers.lastHeader("a").value()).isNull();
        assertThat(headers.lastHeader("b").value()).hasSize(1_000);
        assertThat(headers.lastHeader("tidewatch.headers-left-out")).isNull();
    }

    @Test
    void headersOfALetterAreBoundedWhateverTheRecordHas() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            Headers own = new RecordHeaders();
            int count = random.nextInt(2_000);
            for (int i = 0; i < count; i++) {
                own.add("n".repeat(random.nextInt(300)), new byte[random.nextInt(1 << random.nextInt(16))]);
            }
            Headers headers = letter(own, "ü".repeat(random.nextInt(5_000)));
            assertThat(bytes(headers)).isLessThan(20_000);
        }
    }

    @Test
    void detailIsCutToWholeCharactersOfAtMostAKilobyte() {
        assertThat(text(letter(new RecordHeaders(), "x".repeat(1_024)), "tidewatch.error"))
                .isEqualTo("x".repeat(1_024));
        for (String character : new String[] {"x", "ü", "界", "🌊"}) {
            for (int before = 0; before < 4; before++) {
                Header error = letter(new RecordHeaders(), "-".repeat(before) + character.repeat(5_000))
                        .lastHeader("tidewatch.error");
                assertThat(error.value().length).isBetween(1_018, 1_024);
                String detail = new String(error.value(), StandardCharsets.UTF_8);
                assertThat(detail).contains(character + "... (cut").doesNotContain("\uFFFD");
            }
        }
    }

    @Test
    void halfACharacterIsNoFault() {
        assertThat(text(letter(new RecordHeaders(), "a\uD83Cb"), "tidewatch.error"))
                .isEqualTo("a\\ud83cb");
    }

    @Test
    void traceHeadersAreBoundedInSizeAndNumber() {
        Headers own = new RecordHeaders().add("traceparent", new byte[55]).add("BAGGAGE", new byte[8_192]);
        own.add("tracestate", new byte[9_000]);
        for (int i = 0; i < 50; i++) {
            own.add("x-datadog-" + i, new byte[20]);
        }
        own.add("content-type", new byte[5]);
        Headers picked = TraceHeaders.of(own);
        assertThat(picked.lastHeader("traceparent")).isNotNull();
        assertThat(picked.lastHeader("BAGGAGE")).isNotNull();
        assertThat(picked.lastHeader("tracestate")).isNull();
        assertThat(picked.lastHeader("content-type")).isNull();
        assertThat(text(picked, "tidewatch.headers-left-out")).isEqualTo("21");
        assertThat(bytes(picked)).isLessThan(17_000);
    }
}
