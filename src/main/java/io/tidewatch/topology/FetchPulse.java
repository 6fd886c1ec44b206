package io.tidewatch.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * The pulse of a stream thread's own consumer: how many fetches the brokers have answered, and how far it lags. An idle
 * partition is answered too, twice a second, so that a number that stands still means brokers that do not answer.
 */
final class FetchPulse implements InputPulse {
    private static final String GROUP = "consumer-fetch-manager-metrics";

    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private final Map<String, Metric> byClient = new ConcurrentHashMap<>();

    /** @param metrics of the clients of all stream threads */
    FetchPulse(Supplier<Map<MetricName, ? extends Metric>> metrics) {
        this.metrics = metrics;
    }

    @Override
    public long beats() {
        return beats(Thread.currentThread().getName());
    }

    /** @param thread name of a stream thread; its consumer is called after it */
    long beats(String thread) {
        String client = client(thread);
        Metric fetches = byClient.get(client);
        if (fetches == null) {
            fetches = find(name -> name.name().equals("fetch-total") && isOf(name, client));
            if (fetches == null) {
                return ALWAYS.beats();
            }
            byClient.put(client, fetches);
        }
        return ((Number) fetches.metricValue()).longValue();
    }

    /** Fetches that the brokers have answered to all stream threads. */
    static long answered(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .filter(entry -> entry.getKey().group().equals(GROUP)
                        && entry.getKey().name().equals("fetch-total")
                        && !entry.getKey().tags().containsKey("topic"))
                .mapToLong(entry -> ((Number) entry.getValue().metricValue()).longValue())
                .sum();
    }

    @Override
    public boolean allRead(String topic, int partition) {
        return allRead(Thread.currentThread().getName(), topic, partition);
    }

    boolean allRead(String thread, String topic, int partition) {
        String client = client(thread);
        // Looked up anew each time: it goes and comes with the assignment of the partition.
        Metric lag = find(name -> name.name().equals("records-lag")
                && isOf(name, client)
                && Integer.toString(partition).equals(name.tags().get("partition"))
                // Kafka's clients of before 4.2 write dots as underscores.
                && (topic.equals(name.tags().get("topic"))
                        || topic.replace('.', '_').equals(name.tags().get("topic"))));
        return lag != null && ((Number) lag.metricValue()).doubleValue() == 0;
    }

    /** Whether a metric shows how far a partition of the input lags; consumers that restore state lag as well. */
    static boolean isLagOfInput(MetricName name) {
        return name.group().equals(GROUP)
                && name.name().equals("records-lag")
                && name.tags().containsKey("partition")
                && !name.tags().getOrDefault("client-id", "").endsWith("-restore-consumer");
    }

    private static String client(String thread) {
        return thread + "-consumer";
    }

    private static boolean isOf(MetricName name, String client) {
        return name.group().equals(GROUP) && client.equals(name.tags().get("client-id"));
    }

    private @Nullable Metric find(Predicate<MetricName> wanted) {
        return metrics.get().entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
