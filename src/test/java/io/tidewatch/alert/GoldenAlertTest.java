package io.tidewatch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.alert.json.AlertJson;
import io.tidewatch.golden.GoldenFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

/** An alert of an earlier build, in a file with the schema of that time: a spike of cpu after 1500 minutes. */
public class GoldenAlertTest {
    /** The alert that opens when a value jumps. */
    public static byte[] written() throws IOException {
        DetectedAlerts detected = new DetectedAlerts();
        detected.send(95, 100);
        detected.normal(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<Alert> file = new DataFileWriter<>(new SpecificDatumWriter<>(Alert.class))) {
            file.create(Alert.getClassSchema(), bytes).append(detected.newest(AlertStatus.OPEN));
        }
        return bytes.toByteArray();
    }

    /** As a consumer reads it that has not our classes: by the schema of the file, as this build's. */
    private static GenericRecord golden() throws IOException {
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(null, Alert.getClassSchema());
        SeekableByteArrayInput bytes = new SeekableByteArrayInput(GoldenFiles.read(GoldenFiles.ALERT));
        try (DataFileReader<GenericRecord> file = new DataFileReader<>(bytes, reader)) {
            return file.next();
        }
    }

    @Test
    void alertOfAnEarlierBuildIsRead() throws IOException {
        JsonNode alert = AlertJson.node(golden());

        assertThat(alert.get("detector").asText()).isEqualTo("shop");
        assertThat(alert.get("entity").asText()).isEqualTo("host-7");
        assertThat(alert.get("status").asText()).isEqualTo("OPEN");
        assertThat(alert.get("sequence").asInt()).isZero();
        assertThat(alert.get("kind").asText()).isEqualTo("POINT");
        assertThat(alert.get("startedAt").asLong()).isEqualTo(DetectedAlerts.USUAL * DetectedAlerts.MINUTE_MS);
        assertThat(alert.get("score").asDouble()).isBetween(0.5, 1.0);
        assertThat(alert.get("probability").asDouble())
                .isLessThan(alert.get("threshold").asDouble());
        assertThat(alert.get("modelVersion").isNull()).isTrue();
        assertThat(alert.get("message").asText()).startsWith("cpu of host-7 was 95");
        JsonNode first = alert.get("contributions").get(0);
        assertThat(first.get("feature").asText()).isEqualTo("cpu");
        assertThat(first.get("actual").asDouble()).isCloseTo(95, within(0.1));
        assertThat(alert.get("window").get("stepTimes")).hasSize(32);
        assertThat(alert.get("window").get("features")).hasSize(2);
    }
}
