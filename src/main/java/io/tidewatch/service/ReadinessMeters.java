package io.tidewatch.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Readiness as gauges, for alert rules. */
final class ReadinessMeters {
    private ReadinessMeters() {}

    /** Every check has its gauge from the start, so that an alert rule sees it change. */
    static void register(MeterRegistry meters, Health health) {
        Gauge.builder("tidewatch.ready", () -> health.ready().stream().allMatch(Health.Check::ok) ? 1 : 0)
                .description("1 while the process detects, as /health/ready reports it")
                .register(meters);
        for (String check : Health.READINESS) {
            Gauge.builder("tidewatch.problem", () -> health.problems().contains(check) ? 1 : 0)
                    .description("1 while something is wrong with what a check looks at, even where it stays ready")
                    .tag("check", check)
                    .register(meters);
        }
    }
}
