package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.EventSpec;
import io.tidewatch.event.TimeUnitOfField;
import io.tidewatch.series.SeriesColumns;
import io.tidewatch.series.SeriesFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnlikelyTimesTest {
    private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");
    private static final EventSpec EVENT = new EventSpec(
            Optional.empty(),
            Optional.empty(),
            TimeUnitOfField.MILLIS,
            List.of("cpu"),
            List.of(),
            Instant.parse("1990-01-01T00:00:00Z").toEpochMilli(),
            Duration.ofMinutes(10).toMillis());

    @TempDir
    Path directory;

    @Test
    void timesWithinTheBoundsAreNotRemarkedOn() throws Exception {
        assertThat(warnings("1990-01-01T00:00:00Z", "2026-01-05T00:10:00Z")).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void rowsBeyondEachBoundAreCountedWithTheFirstLineAndTheKey() throws Exception {
        assertThat(warnings("2020-01-01", "1989-12-31T23:59:59.999Z", "1970-01-02", "2026-01-05T00:10:00.001Z"))
                .containsExactly(
                        file() + ": 2 of 4 rows before 1990-01-01T00:00:00Z, first at line 3: run rejects them; correct"
                                + " their times (input.time-unit), or set input.time-earliest",
                        file() + ": 1 of 4 rows more than 600000 ms ahead of the clock, first at line 5: run rejects"
                                + " them; correct their times (input.time-unit), or set input.time-ahead");
    }

    private Path file() {
        return directory.resolve("s.csv");
    }

    private List<String> warnings(String... times) throws Exception {
        List<String> lines = new ArrayList<>(List.of("timestamp,cpu"));
        for (String time : times) {
            lines.add(time + ",1");
        }
        Files.write(file(), lines);
        UnlikelyTimes unlikely = new UnlikelyTimes(EVENT);
        new SeriesFile(file(), SeriesColumns.numeric("")).read(row -> unlikely.sent(row, NOW.toEpochMilli()));
        return unlikely.warnings(file());
    }
}
