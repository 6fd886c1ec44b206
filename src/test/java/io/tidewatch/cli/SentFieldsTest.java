package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.event.EventSpec;
import io.tidewatch.event.KeyFormat;
import io.tidewatch.event.TimeUnitOfField;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentFieldsTest {
    private static EventSpec spec(String entity, String time, List<String> features, KeyFormat keys) {
        return new EventSpec(
                Optional.of(entity).filter(path -> !path.isEmpty()),
                Optional.of(time).filter(path -> !path.isEmpty()),
                TimeUnitOfField.MILLIS,
                features,
                List.of("zone"),
                0,
                0,
                keys,
                ZoneOffset.UTC);
    }

    @Test
    void configuredFieldsAreSentAsConfigured() {
        EventSpec configured = spec("pump", "", List.of("oil.temp"), KeyFormat.TEXT);
        assertThat(SentFields.of(configured, List.of("oil.temp"))).isEqualTo(configured);
    }

    @Test
    void withoutFeaturesEveryColumnIsAFieldOfTheNearestName() {
        EventSpec sent = SentFields.of(spec("", "", List.of(), KeyFormat.AUTO), List.of("oil.temp", "2nd %"));
        assertThat(sent).isEqualTo(spec("", "timestamp", List.of("oil_temp", "_2nd__"), KeyFormat.AUTO));
        assertThat(SentFields.of(spec("", "at", List.of(), KeyFormat.AUTO), List.of("load"))
                        .timeField())
                .contains("at");
    }

    @Test
    void columnsThatWouldBecomeOneFieldAreRefused() {
        EventSpec event = spec("", "", List.of(), KeyFormat.AUTO);
        assertThatThrownBy(() -> SentFields.of(event, List.of("oil %", "oil_%")))
                .hasMessageContaining("columns 'oil %' and 'oil_%' would both be the Avro field oil__");
    }

    @ParameterizedTest
    @EnumSource(names = {"AVRO", "LONG", "INT", "BINARY"})
    void keysThatAreNoTextAreRefusedUnlessAFieldNamesTheEntity(KeyFormat format) {
        EventSpec byKey = spec("", "at", List.of("load"), format);
        assertThatThrownBy(() -> SentFields.of(byKey, List.of("load")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input.key-format is " + format.label() + ", but replay writes keys as text");
        EventSpec byField = spec("pump", "at", List.of("load"), format);
        assertThat(SentFields.of(byField, List.of("load"))).isEqualTo(byField);
    }
}
