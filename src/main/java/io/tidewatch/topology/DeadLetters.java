package io.tidewatch.topology;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes dead letters that their topic takes: whole, else without the record's value, else without its key and headers
 * too. Where none of these fits, there is none; it is counted, and the log says so. Safe for many threads.
 */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final String topic;
    private final OutputLimits limits;
    private final TopologyObserver observer;

    DeadLetters(String topic, OutputLimits limits, TopologyObserver observer) {
        this.topic = topic;
        this.limits = limits;
        this.observer = observer;
    }

    /**
     * The letter of a record; null when the topic takes it in no form.
     *
     * @param key the record's own
     * @param value the record's own
     * @param headers as {@link DeadLetterHeaders#of} makes them
     */
    @Nullable
    ProducerRecord<byte[], byte[]> of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        ProducerRecord<byte[], byte[]> whole = letter(key, value, headers);
        if (limits.fits(whole)) {
            return whole;
        }
        Headers withoutValue = new RecordHeaders(headers);
        leftOut(withoutValue, DeadLetterHeaders.VALUE_LEFT_OUT, value);
        ProducerRecord<byte[], byte[]> smaller = letter(key, null, withoutValue);
        if (limits.fits(smaller)) {
            return reduced(smaller);
        }
        Headers ours = DeadLetterHeaders.ours(withoutValue);
        leftOut(ours, DeadLetterHeaders.KEY_LEFT_OUT, key);
        ProducerRecord<byte[], byte[]> smallest = letter(null, null, ours);
        if (limits.fits(smallest)) {
            return reduced(smallest);
        }
        observer.dropped(Output.DEAD_LETTER);
        LOG.atError()
                .addKeyValue("record", DeadLetterHeaders.place(headers))
                .addKeyValue("reason", DeadLetterHeaders.text(headers, DeadLetterHeaders.REASON))
                .addKeyValue("topic", topic)
                .log("dead letter not published: not even its headers fit; raise max.message.bytes of the topic");
        return null;
    }

    private ProducerRecord<byte[], byte[]> reduced(ProducerRecord<byte[], byte[]> letter) {
        observer.reduced(Output.DEAD_LETTER);
        return letter;
    }

    private ProducerRecord<byte[], byte[]> letter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new ProducerRecord<>(topic, null, key, value, headers);
    }

    private static void leftOut(Headers headers, String name, byte @Nullable [] bytes) {
        if (bytes != null) {
            headers.add(name, Integer.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
        }
    }
}
