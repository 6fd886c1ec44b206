package io.tidewatch.config;

import static io.tidewatch.config.ConfigReference.GONE_AFTER;
import static io.tidewatch.config.ConfigReference.GRACE;
import static io.tidewatch.config.ConfigReference.QUIET_AFTER;
import static io.tidewatch.config.ConfigReference.STEP;

import io.tidewatch.window.StepSpec;
import java.util.Optional;

/** How event time is cut, from the keys of {@code window}. */
final class StepSection {
    private static final long EVENT = 0;
    private static final long LONGEST_STEP_MS = 7 * 86_400_000L;

    /** Steps within the grace are kept open, each with its accumulators, in the entity's state. */
    private static final int MOST_OPEN_STEPS = 100;

    private static final Form<Long> STEP_LENGTH = Form.of(
            "a duration from 1ms to 7d such as 10s, or event",
            "Write a whole number and its unit: ms, s, m, h or d",
            StepSection::stepLength,
            EVENT);

    private final Settings settings;
    private final Faults faults;

    StepSection(Settings settings) {
        this.settings = settings;
        this.faults = settings.faults();
    }

    StepSpec read() {
        long stepMs = settings.get(STEP, STEP_LENGTH);
        long graceMs = settings.get(GRACE, Forms.DURATION);
        long quietMs = settings.get(QUIET_AFTER, Forms.DURATION, 2 * stepMs);
        long goneMs = settings.get(GONE_AFTER, Forms.DURATION, StepSpec.usualGoneMs(stepMs));
        if (!faults.sound(STEP)) {
            return StepSpec.EVENT;
        }
        if (stepMs == EVENT) {
            if (settings.has(QUIET_AFTER)) {
                faults.add(
                        QUIET_AFTER,
                        settings.show(QUIET_AFTER),
                        "nothing, as window.step is event and no step can be empty",
                        "Remove it, or set window.step to a duration");
            }
            return new StepSpec(EVENT, graceMs, 0, Math.max(1, goneMs));
        }
        if (faults.sound(QUIET_AFTER) && quietMs < stepMs) {
            faults.add(
                    QUIET_AFTER,
                    settings.show(QUIET_AFTER),
                    "at least window.step, " + settings.show(STEP),
                    "Raise it, or remove it: two steps are the default");
        }
        if (faults.sound(GONE_AFTER) && goneMs < quietMs) {
            faults.add(
                    GONE_AFTER,
                    settings.show(GONE_AFTER),
                    "at least window.quiet-after, " + settings.show(QUIET_AFTER),
                    "Raise it, or remove it: a day, of long steps 32 of them, is the default");
        }
        if (faults.sound(GRACE) && graceMs > MOST_OPEN_STEPS * stepMs) {
            faults.add(
                    GRACE,
                    settings.show(GRACE),
                    "at most " + MOST_OPEN_STEPS + " times window.step, " + settings.show(STEP),
                    "Shorten it, or lengthen the step");
        }
        return new StepSpec(stepMs, graceMs, quietMs, Math.max(1, goneMs));
    }

    private static Optional<Long> stepLength(String text) {
        return text.equals("event")
                ? Optional.of(EVENT)
                : Forms.DURATION.parse().apply(text).filter(ms -> ms > 0 && ms <= LONGEST_STEP_MS);
    }
}
