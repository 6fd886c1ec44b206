package io.tidewatch.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.tidewatch.topology.DetectorStreams;

/** The metrics of Kafka Streams and its clients, bound for as long as it runs. */
final class StreamsMeters implements AutoCloseable {
    private final KafkaStreamsMetrics kafka;
    private final JvmGcMetrics gc;

    StreamsMeters(DetectorStreams streams, MeterRegistry meters, JvmGcMetrics gc) {
        this.kafka = new KafkaStreamsMetrics(streams.application());
        this.gc = gc;
        kafka.bindTo(meters);
    }

    @Override
    public void close() {
        kafka.close();
        gc.close();
    }
}
