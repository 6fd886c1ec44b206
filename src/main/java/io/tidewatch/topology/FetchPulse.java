package io.tidewatch.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * The pulse of a stream thread's own consumer: how many fetches the brokers have answered. An idle partition is answered
 * too, twice a second, so that a number that stands still means brokers that do not answer.
 */
final class FetchPulse implements InputPulse {
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
        String client = thread + "-consumer";
        Metric fetches = byClient.get(client);
        if (fetches == null) {
            fetches = find(client);
            if (fetches == null) {
                return ALWAYS.beats();
            }
            byClient.put(client, fetches);
        }
        return ((Number) fetches.metricValue()).longValue();
    }

    private @Nullable Metric find(String client) {
        return metrics.get().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("fetch-total")
                        && entry.getKey().group().equals("consumer-fetch-manager-metrics")
                        && client.equals(entry.getKey().tags().get("client-id")))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
