package io.tidewatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {

    /** What the subject holds: first a and b, then a alone. */
    private static final List<Schema> EARLIER = List.of(
            SchemaBuilder.record("R")
                    .fields()
                    .requiredLong("a")
                    .requiredLong("b")
                    .endRecord(),
            SchemaBuilder.record("R").fields().requiredLong("a").endRecord());

    private static final Schema SAME = EARLIER.get(1);
    private static final Schema DOUBLE_A =
            SchemaBuilder.record("R").fields().requiredDouble("a").endRecord();
    private static final Schema PLUS_REQUIRED = SchemaBuilder.record("R")
            .fields()
            .requiredLong("a")
            .requiredLong("c")
            .endRecord();
    private static final Schema PLUS_TEXT_B = SchemaBuilder.record("R")
            .fields()
            .requiredLong("a")
            .optionalString("b")
            .endRecord();
    private static final Schema EMPTY = SchemaBuilder.record("R").fields().endRecord();

    @ParameterizedTest
    @CsvSource({
        // rule,              same,  a: double, +c required, +b text, no fields
        "NONE,                true,  true,      true,        true,    true",
        "BACKWARD,            true,  true,      false,       true,    true",
        "BACKWARD_TRANSITIVE, true,  true,      false,       false,   true",
        "FORWARD,             true,  false,     true,        true,    false",
        "FORWARD_TRANSITIVE,  false, false,     false,       false,   false",
        "FULL,                true,  false,     false,       true,    false",
        "FULL_TRANSITIVE,     false, false,     false,       false,   false",
    })
    void allowsWhatItsRuleAllows(
            Compatibility rule, boolean same, boolean doubled, boolean required, boolean text, boolean empty) {
        assertThat(rule.faults(SAME, EARLIER).isEmpty()).isEqualTo(same);
        assertThat(rule.faults(DOUBLE_A, EARLIER).isEmpty()).isEqualTo(doubled);
        assertThat(rule.faults(PLUS_REQUIRED, EARLIER).isEmpty()).isEqualTo(required);
        assertThat(rule.faults(PLUS_TEXT_B, EARLIER).isEmpty()).isEqualTo(text);
        assertThat(rule.faults(EMPTY, EARLIER).isEmpty()).isEqualTo(empty);
    }

    @ParameterizedTest
    @CsvSource({"backward, true", "FULL_transitive, true", "upward, false"})
    void knowsItsRulesByNameInAnyCase(String name, boolean known) {
        assertThat(Compatibility.named(name).isPresent()).isEqualTo(known);
    }
}
