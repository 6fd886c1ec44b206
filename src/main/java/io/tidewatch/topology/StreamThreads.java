package io.tidewatch.topology;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * The stream threads at a moment.
 *
 * @param configured how many there should be
 * @param pollInterval after which the brokers take the partitions from a thread that has not polled
 * @param alive those that have not ended
 */
public record StreamThreads(int configured, Duration pollInterval, List<Alive> alive) {
    /** Before there is an application. */
    public static final StreamThreads NONE = new StreamThreads(0, Duration.ZERO, List.of());

    /**
     * A thread that has not ended.
     *
     * @param unpolled for how long it has not asked for records; zero before it did so first
     */
    public record Alive(String name, Duration unpolled) {}

    public StreamThreads {
        alive = List.copyOf(alive);
    }

    /**
     * @param alive as Kafka Streams lists them: without those that have ended
     * @param metrics of the clients of all stream threads
     */
    static StreamThreads of(
            ThreadSettings settings, Set<ThreadMetadata> alive, Map<MetricName, ? extends Metric> metrics) {
        Map<String, Duration> unpolled = new HashMap<>();
        metrics.forEach((name, metric) -> {
            if (name.group().equals("consumer-metrics")
                    && name.name().equals("last-poll-seconds-ago")
                    && metric.metricValue() instanceof Number seconds) {
                // Before the first poll it is -1.
                unpolled.put(name.tags().get("client-id"), Duration.ofSeconds(Math.max(0, seconds.longValue())));
            }
        });
        return new StreamThreads(
                settings.threads(),
                settings.pollInterval(),
                alive.stream()
                        .map(thread -> new Alive(
                                thread.threadName(), unpolled.getOrDefault(thread.consumerClientId(), Duration.ZERO)))
                        .sorted(Comparator.comparing(Alive::name))
                        .toList());
    }
}
