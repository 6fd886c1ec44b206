package io.tidewatch.topology;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Measures how long a stream thread is busy at a time when the time of a partition with many entities jumps by a day: the
 * whole topology without a broker, {@code mvn -q -Pjmh test-compile exec:exec@jump}.
 */
public final class TimeJump {
    private static final int ENTITIES = 10_000;
    private static final int STEPS = 40;

    /** More than half of the entities that a source's clock listens to. */
    private static final int FIRST_BACK = 64;

    private static final long START_MS = 1_600_000_000_000L;
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    /** Empty steps after which an entity is dormant: four windows. */
    private static final int EMPTY_STEPS = 128;

    private TimeJump() {}

    public static void main(String[] args) throws Exception {
        Path state = Files.createTempDirectory("jump");
        try (TopologyRig rig = new TopologyRig(TestSpecs.steps(Optional.empty()), state)) {
            rig.recorder.keepsSteps = false;
            Random noise = new Random(1);
            long atMs = START_MS;
            for (int step = 0; step < STEPS; step++, atMs += TestSpecs.STEP_MS) {
                for (int entity = 0; entity < ENTITIES; entity++) {
                    rig.send("pump-" + entity, atMs, 40 + noise.nextGaussian());
                }
            }
            int before = rig.recorder.stepCount.get();
            long jumpMs = atMs + DAY_MS;
            double longestRecordMs = 0;
            for (int entity = 0; entity < FIRST_BACK; entity++) {
                String name = "pump-" + entity;
                longestRecordMs = Math.max(longestRecordMs, millis(() -> rig.send(name, jumpMs, 40)));
            }
            double longestLookMs = 0;
            int looks = 0;
            while (rig.recorder.stepCount.get() - before < (ENTITIES - FIRST_BACK) * EMPTY_STEPS) {
                longestLookMs =
                        Math.max(longestLookMs, millis(() -> rig.driver.advanceWallClockTime(Duration.ofMillis(100))));
                looks++;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d entities, a jump of a day: longest record %.1f ms, longest of %,d looks %.1f ms%n",
                    ENTITIES,
                    longestRecordMs,
                    looks,
                    longestLookMs);
        }
    }

    private static double millis(Runnable work) {
        long startedNs = System.nanoTime();
        work.run();
        return (System.nanoTime() - startedNs) / 1e6;
    }
}
