package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.topology.StreamThreads;
import io.tidewatch.topology.StreamThreads.Alive;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamThreadRuleTest {
    private static final Duration POLL_INTERVAL = Duration.ofMinutes(10);

    private static Health.Check check(Duration pollInterval, Alive... alive) {
        return StreamThreadRule.check(new StreamThreads(2, pollInterval, List.of(alive)));
    }

    private static Alive alive(String name, long unpolledSeconds) {
        return new Alive(name, Duration.ofSeconds(unpolledSeconds));
    }

    @Test
    void threadsThatPollAreWell() {
        assertThat(check(POLL_INTERVAL, alive("a-1", 0), alive("a-2", 600)))
                .isEqualTo(new Health.Check("stream-threads", true, "2 poll"));
    }

    @Test
    void threadThatHasNotPolledForLongerThanItsIntervalIsNamedWithTheRemedy() {
        Health.Check check = check(POLL_INTERVAL, alive("a-1", 0), alive("a-2", 601));

        assertThat(check.ok()).isFalse();
        assertThat(check.detail())
                .startsWith("not polled: a-2 for 601 s, more than 600 s;")
                .endsWith("then restart the process");
    }

    @Test
    void threadMayWaitForTheRegistryHoweverShortItsIntervalIs() {
        assertThat(check(Duration.ofSeconds(10), alive("a-1", 0), alive("a-2", 300))
                        .ok())
                .isTrue();
        assertThat(check(Duration.ofSeconds(10), alive("a-1", 0), alive("a-2", 301))
                        .ok())
                .isFalse();
    }

    @Test
    void threadThatEndedWithoutASuccessorIsTold() {
        Health.Check check = check(POLL_INTERVAL, alive("a-2", 0));

        assertThat(check.ok()).isFalse();
        assertThat(check.detail()).startsWith("1 of 2 ended and none took its place; alive: a-2;");
    }

    @Test
    void moreThreadsThanConfiguredAreOneThatEndsBesideItsSuccessor() {
        assertThat(check(POLL_INTERVAL, alive("a-1", 0), alive("a-2", 0), alive("a-3", 0))
                        .ok())
                .isTrue();
    }
}
