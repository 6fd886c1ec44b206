package io.tidewatch.bench;

import com.sun.management.OperatingSystemMXBean;
import io.tidewatch.bench.Progression.Point;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Follows a running topology until it has processed and committed its whole input, or its time is over. */
final class MeasuredRun {
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long ASK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long STALLED_AFTER_NS = TimeUnit.SECONDS.toNanos(60);

    private final RunSpec spec;
    private final RunningTopology topology;
    private final StreamsMeters meters;
    private CommitTimes commitsBefore = CommitTimes.NONE;
    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    MeasuredRun(RunSpec spec, RunningTopology topology) {
        this.spec = spec;
        this.topology = topology;
        this.meters = new StreamsMeters(topology.streams());
    }

    /** @throws IllegalStateException when the topology fails, or makes no progress for a minute */
    Progression follow() throws InterruptedException, ExecutionException {
        Progression progression = new Progression(spec.preludeEvents(), spec.totalEvents());
        long wanted = spec.totalEvents() * spec.hops();
        long processed = 0;
        long commits = 0;
        long changedNs = System.nanoTime();
        long measuredFromNs = Long.MAX_VALUE;
        while (processed < wanted) {
            LockSupport.parkNanos(LOOK_EVERY_NS);
            long before = processed;
            processed = meters.processed();
            if (processed == before) {
                requireProgress(changedNs);
                continue;
            }
            changedNs = System.nanoTime();
            long commitsNow = meters.commits();
            if (before == 0 || commitsNow != commits) {
                commits = commitsNow;
                Point point = look(processed);
                progression.add(point);
                if (measuredFromNs == Long.MAX_VALUE && point.finished() >= spec.preludeEvents()) {
                    measuredFromNs = changedNs;
                }
                if (changedNs > measuredFromNs && (changedNs - measuredFromNs) / 1e9 > spec.limitSeconds()) {
                    return progression;
                }
            }
        }
        awaitCommitted();
        progression.add(look(processed));
        return progression;
    }

    /** Commits up to now do not count. */
    void countCommitsFromNow() {
        commitsBefore = meters.commitTimes();
    }

    RunResult result(Progression progression) {
        return new RunResult(
                progression.eventsPerSecond(),
                progression.wholeEventsPerSecond(),
                progression.steadySeconds(),
                progression.cpuMicrosPerEvent(),
                topology.scored(),
                topology.alerts(),
                progression.changelogBytesPerEvent(),
                progression.changelogRecordsPerEvent(),
                meters.commitTimes().since(commitsBefore),
                Resources.now(meters.rocksDbBytes()));
    }

    private Point look(long processed) {
        long decoded = topology.decoded();
        return new Point(
                System.nanoTime(),
                processed - (spec.hops() - 1) * decoded,
                decoded,
                process.getProcessCpuTime(),
                meters.changelogBytes(),
                meters.changelogRecords());
    }

    private void requireProgress(long changedNs) {
        topology.requireSound();
        if (System.nanoTime() - changedNs > STALLED_AFTER_NS) {
            throw new IllegalStateException(spec.applicationId() + " makes no progress: " + meters.processed() + " of "
                    + spec.totalEvents() * spec.hops() + " records processed, state "
                    + topology.streams().state());
        }
    }

    /**
     * Waits until the group's positions are at the ends of what it reads. In the internal topic the ends of transactions
     * take offsets too: one for each thread may stand behind the last record.
     */
    private void awaitCommitted() throws InterruptedException, ExecutionException {
        long startedNs = System.nanoTime();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, spec.bootstrapServers()))) {
            while (!committed(admin)) {
                requireProgress(startedNs);
                LockSupport.parkNanos(ASK_EVERY_NS);
            }
        }
    }

    private boolean committed(Admin admin) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> positions = admin.listConsumerGroupOffsets(spec.applicationId())
                .partitionsToOffsetAndMetadata()
                .get();
        if (positions.isEmpty()) {
            return false;
        }
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        positions.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                admin.listOffsets(latest).all().get().entrySet()) {
            OffsetAndMetadata position = positions.get(end.getKey());
            int behind = end.getKey().topic().equals(spec.inputTopic()) ? 0 : spec.threads();
            if (position == null || end.getValue().offset() - position.offset() > behind) {
                return false;
            }
        }
        return true;
    }
}
