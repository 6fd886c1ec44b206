package io.tidewatch.topology;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How far the stream threads have come with their input.
 *
 * @param commits done by the threads that are alive; less once one has ended
 * @param processed records processed by the same, committed or not
 * @param waiting records not yet read of the partition furthest behind; {@link #UNKNOWN} before a fetch
 * @param commitInterval between two commits
 */
public record InputProgress(long commits, long processed, long waiting, Duration commitInterval) {
    public static final long UNKNOWN = -1;

    /** Before there is an application. */
    public static final InputProgress NONE = new InputProgress(0, 0, UNKNOWN, Duration.ZERO);

    /** @param metrics of Kafka Streams with those of its clients */
    static InputProgress of(ThreadSettings settings, Map<MetricName, ? extends Metric> metrics) {
        long commits = 0;
        long processed = 0;
        long waiting = UNKNOWN;
        for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
            MetricName name = metric.getKey();
            if (isOfThread(name, "commit-total")) {
                commits += count(metric.getValue());
            } else if (isOfThread(name, "process-total")) {
                processed += count(metric.getValue());
            } else if (FetchPulse.isLagOfInput(name)) {
                waiting = Math.max(waiting, count(metric.getValue()));
            }
        }
        return new InputProgress(commits, processed, waiting, settings.commitInterval());
    }

    private static boolean isOfThread(MetricName name, String wanted) {
        return name.group().equals("stream-thread-metrics") && name.name().equals(wanted);
    }

    private static long count(Metric metric) {
        return ((Number) metric.metricValue()).longValue();
    }
}
