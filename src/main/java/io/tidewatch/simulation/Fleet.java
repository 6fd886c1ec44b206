package io.tidewatch.simulation;

import io.tidewatch.event.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A simulated fleet of web servers with a plan of labelled anomalies: requests follow the hour of the day, CPU and
 * latency
 * follow the requests, each server with its own level, phase and noise. The same spec gives the same events.
 */
public final class Fleet {
    /** What every event carries, in order. */
    public static final List<String> FEATURES = List.of("requests", "cpu", "latency_ms", "errors");

    private final FleetSpec spec;
    private final long stepMs;
    private final List<Member> members = new ArrayList<>();
    private final List<InjectedAnomaly> anomalies = new ArrayList<>();
    private final Random gaps;
    private long nextMs;

    public Fleet(FleetSpec spec) {
        this.spec = spec;
        this.stepMs = spec.step().toMillis();
        this.nextMs = spec.startMs();
        Random random = new Random(spec.seed());
        for (int i = 0; i < spec.entities(); i++) {
            String name = String.format(Locale.ROOT, "web-%02d", i + 1);
            members.add(new Member(new Server(name, spec, new Random(random.nextLong()))));
        }
        this.gaps = new Random(random.nextLong());
        FleetPlan plan = new FleetPlan(spec, random);
        int troubled = (int) Math.ceil(spec.anomalies().troubledShare() * members.size());
        for (Member member : members.subList(0, troubled)) {
            for (InjectedAnomaly anomaly : plan.of(member.server)) {
                anomalies.add(anomaly);
                member.faults.add(new FleetFault(anomaly, stepMs));
            }
        }
        // Last, so that the watched time has the same anomalies with and without.
        for (Member member : members.subList(0, troubled)) {
            List<InjectedAnomaly> first = new ArrayList<>(plan.contaminating(member.server));
            Collections.reverse(first);
            first.forEach(anomaly -> member.faults.addFirst(new FleetFault(anomaly, stepMs)));
        }
        anomalies.sort(Comparator.comparingLong(InjectedAnomaly::onsetMs));
    }

    public FleetSpec spec() {
        return spec;
    }

    /** The anomalies that the events will hold, by onset. */
    public List<InjectedAnomaly> anomalies() {
        return List.copyOf(anomalies);
    }

    /** Generates all events from the start until the end, in the order of time; each call generates the same. */
    public void events(Consumer<Event> out) {
        Fleet afresh = new Fleet(spec);
        for (long timeMs = spec.startMs(); timeMs < spec.endMs(); timeMs += stepMs) {
            afresh.step(timeMs, out);
        }
    }

    /**
     * Generates the events of one step, in the order of time.
     *
     * @param timeMs start of the step, epoch milliseconds
     * @throws IllegalArgumentException when it is not the step after the one before; the noise remembers
     */
    public void step(long timeMs, Consumer<Event> out) {
        if (timeMs != nextMs) {
            throw new IllegalArgumentException("step " + timeMs + " is out of turn, the next is " + nextMs);
        }
        nextMs += stepMs;
        List<Event> events = new ArrayList<>(members.size());
        members.forEach(member -> member.step(timeMs, events));
        events.sort(Comparator.comparingLong(Event::timestampMs));
        events.forEach(out);
    }

    /** One server with what will go wrong with it. */
    private final class Member {
        private final Server server;
        private final Deque<FleetFault> faults = new ArrayDeque<>();

        private Member(Server server) {
            this.server = server;
        }

        private void step(long timeMs, List<Event> out) {
            server.advance();
            while (!faults.isEmpty() && faults.getFirst().anomaly().endMs() <= timeMs) {
                faults.removeFirst();
            }
            boolean faulty = !faults.isEmpty() && faults.getFirst().anomaly().covers(timeMs);
            double[] values = faulty
                    ? faults.getFirst().values(server, timeMs)
                    : server.values(server.demand(timeMs), 0, timeMs / (double) (Server.JOB_STEPS * stepMs));
            for (int f = 0; f < values.length; f++) {
                values[f] = gaps.nextDouble() < spec.behaviour().missingShare() ? Double.NaN : values[f];
            }
            int events = server.events(faulty ? faults.getFirst().eventFactor() : 1);
            for (int i = 0; i < events; i++) {
                out.add(new Event(server.name(), timeMs + i * stepMs / events, values));
            }
        }
    }
}
