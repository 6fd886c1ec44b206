package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RecentIncidentsTest {
    private final RecentIncidents recent = new RecentIncidents();

    @Test
    void eachIncidentRaisesTheThresholdByTheSame() {
        assertThat(recent.beyondThreshold()).isZero();
        recent.opened();
        double one = recent.beyondThreshold();
        recent.opened();
        assertThat(one).isPositive();
        assertThat(recent.beyondThreshold()).isCloseTo(2 * one, within(1e-12));
    }

    @Test
    void incidentsAreForgottenAsTimePasses() {
        recent.opened();
        double before = recent.beyondThreshold();
        recent.fade(0.25);
        assertThat(recent.beyondThreshold()).isCloseTo(before / 4, within(1e-12));
    }

    @Test
    void readsWhatItWrote() {
        recent.opened();
        recent.fade(0.3);
        ByteBuffer bytes = ByteBuffer.allocate(8);
        recent.write(bytes);
        RecentIncidents again = new RecentIncidents();
        again.read(bytes.flip());
        assertThat(again.beyondThreshold()).isEqualTo(recent.beyondThreshold());
    }
}
