package io.tidewatch.topology;

import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Where a record was read from, for what is written about it elsewhere. */
record Place(String topic, int partition, long offset) implements RecordMetadata {

    /** As Kafka's own tools write it. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
