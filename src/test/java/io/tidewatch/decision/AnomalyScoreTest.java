package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnomalyScoreTest {
    private static final int MINUTE_MS = 60_000;
    /** Some spells last longer than it takes to adapt. */
    private static final AlertPolicy POLICY = new AlertPolicy(0.1, 8, 3, 15 * (long) MINUTE_MS);

    /** Calm, with spells in which each number comes near to what it is held against, from both sides. */
    private static AnomalyScore score(Random random, int step) {
        boolean spell = step % 50 > 30;
        double near = POLICY.threshold(MINUTE_MS) * (0.6 + 0.8 * random.nextDouble());
        double fused = spell ? random.nextInt(10) == 0 ? 2 * near : near : random.nextDouble();
        double silence = random.nextInt(20) == 0 ? (float) (near * random.nextDouble()) : 0;
        return new AnomalyScore(
                Math.max((float) fused, silence),
                silence,
                (float) (spell ? near * (0.7 + 0.6 * random.nextDouble()) : random.nextDouble()),
                random.nextInt(8) == 0,
                random.nextBoolean());
    }

    private static byte[] bytes(IncidentTracker tracker) {
        ByteBuffer out = ByteBuffer.allocate(4096);
        tracker.write(out);
        return out.array();
    }

    @Test
    void incidentsThatAreFollowedFromMemoryGoAsTheyWent() {
        Random random = new Random(11);
        IncidentTracker first = new IncidentTracker(POLICY);
        IncidentTracker again = new IncidentTracker(POLICY);
        Set<Change> seen = EnumSet.noneOf(Change.class);
        int odd = 0;
        for (int step = 0; step < 3000; step++) {
            AnomalyScore score = score(random, step);
            long stepMs = (long) step * MINUTE_MS;
            Change change = first.add("d", "e", new Moment(stepMs, MINUTE_MS, 100_000), score);
            odd += first.newestOdd() ? 1 : 0;
            AnomalyScore journaled = score.journaled(first.newestOdd());
            ByteBuffer journal = ByteBuffer.allocate(16);
            journaled.write(journal);
            AnomalyScore read = AnomalyScore.read(journal.flip(), journaled.flags(), score.silence());

            assertThat(read).isEqualTo(journaled);
            assertThat(again.add("d", "e", new Moment(stepMs, MINUTE_MS, 100_000), read))
                    .isEqualTo(change);
            assertThat(bytes(again)).isEqualTo(bytes(first));
            seen.add(change);
        }
        assertThat(seen).containsExactlyInAnyOrder(Change.values());
        assertThat(odd).isBetween(50, 2950);
    }

    @Test
    void whatIsNotOddEnoughToRememberKeepsNoIncidentOpen() {
        IncidentTracker first = new IncidentTracker(POLICY);
        IncidentTracker again = new IncidentTracker(POLICY);
        // Calm for so long that the entity's own level counts, which is below the budget's threshold; of silence that
        // counts.
        for (int step = 0; step < 220; step++) {
            double total = step == 200 ? POLICY.threshold(MINUTE_MS) * 0.75 : 0.3;
            double newest = step < 200 ? 0.3 : POLICY.threshold(MINUTE_MS) * 0.7;
            AnomalyScore score =
                    new AnomalyScore((float) total, step > 200 ? (float) total : 0, (float) newest, false, false);
            long stepMs = (long) step * MINUTE_MS;
            Change change = first.add("d", "e", new Moment(stepMs, MINUTE_MS, 100_000), score);
            AnomalyScore journaled = score.journaled(first.newestOdd());

            assertThat(change == Change.OPENED).isEqualTo(step == 200);
            assertThat(again.add("d", "e", new Moment(stepMs, MINUTE_MS, 100_000), journaled))
                    .isEqualTo(change);
            assertThat(bytes(again)).isEqualTo(bytes(first));
        }
    }
}
