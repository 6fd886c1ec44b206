package io.tidewatch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** What Kafka Streams measures of itself, added up over threads, tasks or topics. */
final class StreamsMeters {
    private static final String CHANGELOG = "-changelog";
    private static final List<String> ROCKS_DB =
            List.of("size-all-mem-tables", "block-cache-usage", "estimate-table-readers-mem");

    private final KafkaStreams streams;
    /** Found once: these are asked for all the time, and threads live as long as the application. */
    private final List<Metric> processed;

    private final List<Metric> commits;

    StreamsMeters(KafkaStreams streams) {
        this.streams = streams;
        this.processed = find(streams.metrics(), "stream-thread-metrics", "process-total", "");
        this.commits = find(streams.metrics(), "stream-thread-metrics", "commit-total", "");
    }

    /** Records processed by all sub-topologies. */
    long processed() {
        return (long) sum(processed);
    }

    /** Commits of all stream threads. */
    long commits() {
        return (long) sum(commits);
    }

    /** What the commits of all stream threads have waited for. */
    CommitTimes commitTimes() {
        return new CommitTimes(
                commits(),
                sum("producer-metrics", "flush-time-ns-total"),
                sum("producer-metrics", "txn-send-offsets-time-ns-total"),
                sum("producer-metrics", "txn-commit-time-ns-total"));
    }

    /** Bytes of compressed batches sent to changelogs. */
    double changelogBytes() {
        return overChangelogs("byte-total");
    }

    /** Records sent to changelogs. */
    double changelogRecords() {
        return overChangelogs("record-send-total");
    }

    /**
     * Bytes that the state stores hold outside the heap: unwritten tables, block cache, indexes and filters. A cache that
     * stores share is counted once for each.
     */
    double rocksDbBytes() {
        return ROCKS_DB.stream()
                .mapToDouble(name -> sum("stream-state-metrics", name))
                .sum();
    }

    private double overChangelogs(String name) {
        return sum(find(streams.metrics(), "producer-topic-metrics", name, CHANGELOG));
    }

    private double sum(String group, String name) {
        return sum(find(streams.metrics(), group, name, ""));
    }

    private static List<Metric> find(
            Map<MetricName, ? extends Metric> metrics, String group, String name, String topicEnd) {
        List<Metric> found = new ArrayList<>();
        metrics.forEach((key, metric) -> {
            if (key.name().equals(name)
                    && key.group().equals(group)
                    && key.tags().getOrDefault("topic", "").endsWith(topicEnd)) {
                found.add(metric);
            }
        });
        return found;
    }

    private static double sum(List<Metric> metrics) {
        double sum = 0;
        for (Metric metric : metrics) {
            if (metric.metricValue() instanceof Number number && Double.isFinite(number.doubleValue())) {
                sum += number.doubleValue();
            }
        }
        return sum;
    }
}
