package io.tidewatch.topology;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What is asked of the stream threads.
 *
 * @param threads how many run
 * @param pollInterval after which the brokers take the partitions from a thread that has not polled
 * @param commitInterval between two commits of a thread
 */
record ThreadSettings(int threads, Duration pollInterval, Duration commitInterval) {
    /** @param settings of the Kafka Streams application */
    static ThreadSettings read(Properties settings) {
        StreamsConfig config = new StreamsConfig(settings);
        Object set = config.getMainConsumerConfigs("threads", "threads", 0)
                .getOrDefault(
                        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                        ConsumerConfig.configDef().defaultValues().get(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG));
        Object parsed = ConfigDef.parseType(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, set, ConfigDef.Type.INT);
        return new ThreadSettings(
                config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG),
                Duration.ofMillis(((Number) parsed).longValue()),
                Duration.ofMillis(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)));
    }
}
