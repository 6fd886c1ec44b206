package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.inference.CompiledScorer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is learned from does not depend on which task is faster, nor on when it is looked at. */
class TrainingIntakePropertiesTest {
    private static final long START = 1_600_000_000_000L;
    private static final TrainingSampleFormat FORMAT = new TrainingSampleFormat(SampleFixtures.SPEC);

    private interface Message {}

    private record Sent(int task, byte[] bytes) implements Message {}

    private record Time(int task, long timeMs) implements Message {}

    /** What a task sends: each step the windows of its entities, some a little late, then its time. */
    private static List<Message> task(int task, int steps, Random random) {
        List<Message> messages = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            for (int e = 0; e <= task; e++) {
                if (random.nextInt(5) > 0) {
                    long stepMs = START + (step - random.nextInt(3)) * SampleFixtures.STEP_MS;
                    TrainingSample sample = SampleFixtures.sample(task + "/" + e, stepMs, 0);
                    messages.add(new Sent(task, FORMAT.write(sample)));
                }
            }
            if (random.nextInt(3) > 0) {
                messages.add(new Time(task, START + step * SampleFixtures.STEP_MS));
            }
        }
        messages.add(new Time(task, START + steps * SampleFixtures.STEP_MS));
        return messages;
    }

    /** Merges the messages of tasks, of each in its order. */
    private static List<Message> merged(List<List<Message>> tasks, Random random) {
        List<Deque<Message>> left = new ArrayList<>();
        tasks.forEach(messages -> left.add(new ArrayDeque<>(messages)));
        List<Message> merged = new ArrayList<>();
        while (!left.isEmpty()) {
            Deque<Message> next = left.get(random.nextInt(left.size()));
            for (int i = random.nextInt(40); i >= 0 && !next.isEmpty(); i--) {
                merged.add(next.remove());
            }
            left.removeIf(Deque::isEmpty);
        }
        return merged;
    }

    /** The trainings with their windows, and the windows in the end; trainings last some messages long. */
    private static List<Object> learned(List<Message> messages, int tasks, Random random, boolean crashing) {
        SampleFixtures.HeapStore store = new SampleFixtures.HeapStore();
        TrainingIntake intake = intake(tasks, store);
        List<Object> learned = new ArrayList<>();
        TrainingRun last = null;
        for (Message message : messages) {
            if (message instanceof Sent sent) {
                intake.add(sent.task(), sent.bytes());
            } else if (message instanceof Time time) {
                intake.time(time.task(), time.timeMs());
            }
            TrainingRun run = intake.advance(null);
            if (run != null && !run.equals(last)) {
                learned.add(run);
                learned.add(intake.kept());
                last = run;
            } else if (run != null && random.nextInt(20) == 0) {
                intake.ended();
            }
            if (crashing && random.nextInt(50) == 0) {
                byte[] written = intake.write();
                intake = intake(tasks, store);
                intake.restore(written);
            }
        }
        while (intake.advance(null) != null) {
            TrainingRun run = intake.advance(null);
            if (!run.equals(last)) {
                learned.add(run);
                learned.add(intake.kept());
                last = run;
            }
            intake.ended();
        }
        learned.add(intake.kept());
        return learned;
    }

    private static TrainingIntake intake(int tasks, SampleStore store) {
        return new TrainingIntake(
                SampleFixtures.SPEC, tasks, new TrainingSchedule(600_000), store, CompiledScorer::compile);
    }

    @Property(tries = 25)
    void sameWindowsGiveTheSameTrainingsInWhateverOrderTasksSendThem(
            @ForAll @IntRange(min = 1, max = 4) int tasks, @ForAll long seed) {
        Random random = new Random(seed);
        List<List<Message>> sent = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            sent.add(task(task, 250, random));
        }
        List<Message> oneAfterTheOther = sent.stream().flatMap(List::stream).toList();

        List<Object> expected = learned(oneAfterTheOther, tasks, random, false);

        assertThat(expected).hasSizeGreaterThan(2);
        assertThat(learned(merged(sent, random), tasks, random, false)).isEqualTo(expected);
        assertThat(learned(merged(sent, random), tasks, random, true)).isEqualTo(expected);
    }

    @Property(tries = 50)
    void entitiesShareTheReservoirEvenlyAndItIsNeverLargerThanItMay(
            @ForAll @IntRange(min = 1, max = 200) int capacity,
            @ForAll @IntRange(min = 1, max = 20) int entities,
            @ForAll long seed) {
        Random random = new Random(seed);
        SampleFixtures.HeapStore store = new SampleFixtures.HeapStore();
        Reservoir reservoir = new Reservoir(capacity, store);
        int[] sent = new int[entities];
        for (int i = 0; i < 500; i++) {
            // The first entities send most.
            int e = random.nextInt(1 + random.nextInt(entities));
            sent[e]++;
            reservoir.add(new SampleKey(START + i, START + i, "e" + e), new byte[0]);
            reservoir.take();
            assertThat(reservoir.size()).isLessThanOrEqualTo(capacity);
        }
        assertThat(store.samples.keySet()).hasSize(Math.min(capacity, 500)).hasSize(reservoir.size());
        int most = 0;
        for (int e = 0; e < entities; e++) {
            most = Math.max(most, kept(reservoir, e));
        }
        for (int e = 0; e < entities; e++) {
            assertThat(kept(reservoir, e)).isGreaterThanOrEqualTo(Math.min(sent[e], most - 1));
        }
    }

    private static int kept(Reservoir reservoir, int entity) {
        return (int) reservoir.kept().stream()
                .filter(key -> key.entity().equals("e" + entity))
                .count();
    }
}
