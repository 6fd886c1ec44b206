package io.tidewatch.topology;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A processor whose every fault that a record can cause reaches Kafka's handler of processing exceptions. Streams does
 * not ask it about a wrong cast, which it takes for a wrong serde, nor about a stack that a deeply nested value used
 * up.
 */
final class Guarded<KIn, VIn, KOut, VOut> implements Processor<KIn, VIn, KOut, VOut> {
    private final Processor<KIn, VIn, KOut, VOut> processor;

    Guarded(Processor<KIn, VIn, KOut, VOut> processor) {
        this.processor = processor;
    }

    @Override
    public void init(ProcessorContext<KOut, VOut> context) {
        processor.init(context);
    }

    @Override
    public void process(Record<KIn, VIn> record) {
        try {
            processor.process(record);
        } catch (ClassCastException | StackOverflowError e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        processor.close();
    }
}
