package io.tidewatch.decision;

import java.nio.ByteBuffer;

/**
 * How many incidents one entity had recently: each raises the threshold a little, so that an entity that is always
 * anomalous does not wake anybody again and again.
 */
final class RecentIncidents {
    /** Incidents, each by what time has left of it. */
    private double pressure;

    /** @param left share of each incident that time has left, see {@link AlertPolicy#pressureLeft} */
    void fade(double left) {
        pressure *= left;
    }

    void opened() {
        pressure++;
    }

    /** By how much the score has to exceed the threshold now. */
    double beyondThreshold() {
        return DecisionParameters.PRESSURE_PER_INCIDENT * pressure;
    }

    void write(ByteBuffer out) {
        out.putDouble(pressure);
    }

    void read(ByteBuffer in) {
        pressure = in.getDouble();
    }
}
