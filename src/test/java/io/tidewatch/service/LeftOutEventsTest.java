package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LeftOutEventsTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(LeftOutEvents.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long nowMs = 1_000_000;
    private final LeftOutEvents leftOut = new LeftOutEvents(() -> nowMs);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    private List<String> logged() {
        return lines.list.stream()
                .map(line -> line.getKeyValuePairs().toString())
                .toList();
    }

    @Test
    void countsByCauseAndNamesTheSourceThatMostCameFrom() {
        leftOut.add("late", "readings-1", "a by 5 s");
        leftOut.add("late", "readings-3", "a by 5 s");
        leftOut.add("late", "readings-3", "a by 5 s");
        leftOut.add("early", "readings-0", "b by 5 s");

        assertThat(leftOut.counts())
                .containsExactly(
                        new LeftOutEvents.Count("early", 1, "readings-0"),
                        new LeftOutEvents.Count("late", 3, "readings-3"));
        assertThat(leftOut.count("late")).isEqualTo(3);
        assertThat(leftOut.count("no-key")).isZero();
    }

    @Test
    void logsTheFirstOfEachCauseThenOnceAMinuteWhatCameSince() {
        for (int second = 0; second < 150; second++) {
            leftOut.add("late", second < 10 ? "readings-0" : "readings-3", "a by 5 s");
            nowMs += 1_000;
        }
        leftOut.add("early", "readings-0", "b by 5 s");

        assertThat(logged()).hasSize(4);
        assertThat(logged().get(0)).contains("cause=\"late\"", "records=\"1\"", "worstSource=\"readings-0\"");
        assertThat(logged().get(1)).contains("records=\"60\"", "sinceStart=\"61\"", "worstSource=\"readings-3\"");
        assertThat(logged().get(2)).contains("records=\"60\"", "sinceStart=\"121\"");
        assertThat(logged().get(3)).contains("cause=\"early\"", "records=\"1\"");
    }
}
