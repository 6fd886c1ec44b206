package io.tidewatch.topology;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Forwards the dead letters of one task as their topic takes them. */
final class LetterProcessor extends ContextualProcessor<byte[], Decoded, byte[], byte[]> {
    private final DeadLetters letters;

    LetterProcessor(DeadLetters letters) {
        this.letters = letters;
    }

    @Override
    public void process(Record<byte[], Decoded> record) {
        ProducerRecord<byte[], byte[]> letter =
                letters.of(record.key(), record.value().letter(), record.headers());
        if (letter != null) {
            context()
                    .forward(record.withKey(letter.key())
                            .withValue(letter.value())
                            .withHeaders(letter.headers()));
        }
    }
}
