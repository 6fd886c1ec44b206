package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.Event;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** The bytes of an entity's state after any events: values that are missing or huge, gaps, several events in a step. */
class StatePropertiesTest {
    private static final long MINUTE_MS = 60_000;
    private static final int TRIES = 40;
    private static final DetectorSpec SPEC = new DetectorSpec(
            "d",
            List.of(new FeatureSpec("load", Aggregate.MEAN), new FeatureSpec("bytes", Aggregate.parse("sum"))),
            List.of("mode"),
            new StepSpec(MINUTE_MS, 0, 0),
            32,
            ZoneOffset.UTC,
            0.1,
            ModelSpec.DEFAULT);

    private final EntityStateFormat format = new EntityStateFormat(SPEC, OnlyFeatures.of(SPEC));

    /** What an event brings, and how long after the one before. */
    record Arrival(int seconds, double load, double bytes, String mode) {}

    /** A log of an entity with what its state was after each record. */
    private record Log(List<ChangeRecord> records, List<String> states) {}

    @Provide
    Arbitrary<List<Arrival>> arrivals() {
        Arbitrary<Integer> seconds =
                mostly(Arbitraries.just(60), Arbitraries.integers().between(0, 2_000));
        Arbitrary<Double> value = mostly(
                Arbitraries.doubles().between(30, 50),
                Arbitraries.of(0.0, -1e30, Double.MAX_VALUE, Double.NaN, 1e-300));
        Arbitrary<String> mode = Arbitraries.of("day", "night", "").injectNull(0.1);
        return Combinators.combine(seconds, value, value, mode)
                .as(Arrival::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(300);
    }

    private static <T> Arbitrary<T> mostly(Arbitrary<T> usual, Arbitrary<T> rare) {
        return Arbitraries.frequencyOf(Tuple.of(15, usual), Tuple.of(1, rare));
    }

    /** Everything that a state's bytes say, but for the place of its journal. */
    private String told(EntityState state) {
        ByteBuffer clock = ByteBuffer.allocate(1 << 16);
        state.clock.write(clock);
        return hex(format.writeHistory(state)) + " " + hex(clock.flip()) + " " + state.clock.nextDueMs();
    }

    private static String hex(ByteBuffer bytes) {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        return HexFormat.of().formatHex(all);
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        return all;
    }

    /** Feeds all, and writes a record after every so many events. */
    private Log log(List<Arrival> arrivals, int every) {
        Detector detector = new Detector(SPEC);
        EntityState state = detector.newEntity("host");
        Log log = new Log(new ArrayList<>(), new ArrayList<>());
        long timeMs = 0;
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival arrival = arrivals.get(i);
            timeMs += arrival.seconds() * 1000L;
            Event event = new Event(
                    "host", timeMs, new double[] {arrival.load(), arrival.bytes()}, new String[] {arrival.mode()});
            detector.onEvent(state, OneSource.event(event), OneSource.at(timeMs), timeMs, new RecordedOutcomes());
            if (i % every == 0) {
                log.records.add(format.record(state));
                log.states.add(told(state));
            }
        }
        return log;
    }

    @Property(tries = TRIES)
    void stateIsReadAsWritten(@ForAll("arrivals") List<Arrival> arrivals) {
        Detector detector = new Detector(SPEC);
        EntityState state = detector.newEntity("host");
        long timeMs = 0;
        for (Arrival arrival : arrivals) {
            timeMs += arrival.seconds() * 1000L;
            Event event = new Event(
                    "host", timeMs, new double[] {arrival.load(), arrival.bytes()}, new String[] {arrival.mode()});
            detector.onEvent(state, OneSource.event(event), OneSource.at(timeMs), timeMs, new RecordedOutcomes());
        }
        format.record(state);
        byte[] history = copy(format.writeHistory(state));
        byte[] recent = copy(format.writeRecent(state));

        EntityState read = format.read(ByteBuffer.wrap(recent), () -> ByteBuffer.wrap(history));

        assertThat(copy(format.writeHistory(read))).isEqualTo(history);
        assertThat(copy(format.writeRecent(read))).isEqualTo(recent);
        assertThat(EntityStateFormat.dueMs(recent)).isEqualTo(state.clock.nextDueMs());
    }

    @Property(tries = TRIES)
    void anyPrefixOfALogReadsToTheStateOfThatTime(
            @ForAll("arrivals") List<Arrival> arrivals, @ForAll @IntRange(min = 1, max = 9) int every) {
        Log log = log(arrivals, every);

        EntityState state = null;
        for (int i = 0; i < log.records.size(); i++) {
            state = Objects.requireNonNull(format.restore(state, log.records.get(i)));
            assertThat(told(state)).as("after record %s", i).isEqualTo(log.states.get(i));
        }
    }

    @Property(tries = TRIES)
    void newestRecordOfEachNumberIsEnough(
            @ForAll("arrivals") List<Arrival> arrivals, @ForAll @IntRange(min = 1, max = 9) int every) {
        Log log = log(arrivals, every);
        Map<Integer, Integer> newest = new HashMap<>();
        for (int i = 0; i < log.records.size(); i++) {
            newest.put(log.records.get(i).number(), i);
        }

        EntityState state = null;
        for (int i = 0; i < log.records.size(); i++) {
            if (newest.get(log.records.get(i).number()) == i) {
                state = format.restore(state, log.records.get(i));
            }
        }
        assertThat(told(Objects.requireNonNull(state))).isEqualTo(log.states.get(log.states.size() - 1));
    }

    @Property(tries = TRIES)
    void recordsAreNumberedOneAfterTheOtherFromEachWholeOne(
            @ForAll("arrivals") List<Arrival> arrivals, @ForAll @IntRange(min = 1, max = 9) int every) {
        List<Integer> numbers =
                log(arrivals, every).records.stream().map(ChangeRecord::number).toList();

        assertThat(numbers.get(0)).as("the first holds everything").isZero();
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isIn(0, numbers.get(i - 1), numbers.get(i - 1) + 1);
        }
        assertThat(numbers).allMatch(number -> number <= 32);
    }
}
