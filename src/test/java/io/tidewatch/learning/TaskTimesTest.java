package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TaskTimesTest {
    private final TaskTimes times = new TaskTimes(2, 1_000);

    @Test
    void thereIsNoWatermarkUntilEachTaskHasReported() {
        times.put(0, 100);
        assertThat(times.watermarkMs()).isEqualTo(TaskTimes.NONE);
        times.put(1, 50);
        assertThat(times.watermarkMs()).isEqualTo(50);
    }

    @Test
    void taskWithoutEventsIsNotWaitedFor() {
        times.put(0, 100);
        times.put(1, TaskTimes.NONE);
        assertThat(times.watermarkMs()).isEqualTo(100);
        times.put(1, 20);
        assertThat(times.watermarkMs()).isEqualTo(100);
    }

    @Test
    void taskThatStandsStillIsLeftOutAfterATime() {
        times.put(0, 100);
        times.put(1, 100);
        times.put(0, 1_100);
        assertThat(times.watermarkMs()).isEqualTo(100);
        times.put(0, 1_101);
        assertThat(times.watermarkMs()).isEqualTo(1_101);
    }

    @Test
    void taskThatNeverReportsIsLeftOutAfterATime() {
        times.put(0, 100);
        times.put(0, 1_101);
        assertThat(times.watermarkMs()).isEqualTo(1_101);
    }

    @Test
    void whatIsWrittenIsRead() {
        times.put(0, 100);
        times.put(7, TaskTimes.NONE);
        ByteBuffer bytes = ByteBuffer.allocate(times.bytes());
        times.write(bytes);
        TaskTimes again = new TaskTimes(2, 1_000);
        again.read(bytes.flip());
        assertThat(again.watermarkMs()).isEqualTo(100);
        again.put(7, 1);
        again.put(0, 300);
        assertThat(again.watermarkMs()).isEqualTo(100);
    }
}
