package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.learning.TrainingSchedule.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingScheduleTest {
    /** Numbers of windows at which models are due, one window a second. */
    private static List<Long> due(TrainingSchedule schedule, int windows, int activeWindows) {
        List<Long> due = new ArrayList<>();
        Progress progress = Progress.NONE;
        for (int i = 1; i <= windows; i++) {
            progress = progress.took(i * 1_000L);
            if (schedule.due(progress, i * 1_000L, activeWindows)) {
                due.add(progress.windows());
                progress = progress.trained(i * 1_000L);
            }
        }
        return due;
    }

    @Test
    void modelIsDueAfterTheFirstWindowsAndEachTimeTheyHaveDoubled() {
        assertThat(due(TrainingSchedule.ONLY_DOUBLINGS, 200_000, 0))
                .containsExactly(128L, 256L, 512L, 1024L, 2048L, 4096L, 8192L, 16384L, 32768L);
    }

    @Test
    void modelIsDueAgainAfterAFixedTime() {
        assertThat(due(new TrainingSchedule(1_000_000), 6_000, 0))
                .containsExactly(128L, 256L, 512L, 1024L, 2024L, 2048L, 3048L, 4048L, 4096L, 5096L);
    }

    @Test
    void fewerWindowsThanTheActiveModelLearnedFromMakeNoBetterOne() {
        assertThat(due(TrainingSchedule.ONLY_DOUBLINGS, 3_000, 1_000)).containsExactly(1001L, 1024L, 2048L);
    }

    @Test
    void detectorThatStartsWithAModelLearnsAgainAfterTheTimeToo() {
        assertThat(due(new TrainingSchedule(1_000_000), 2_100, 50_000)).containsExactly(1001L, 2001L);
    }
}
