package io.tidewatch.topology;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when a record cannot be written.
 *
 * <p>An alert or a dead letter that is too large has lost its transaction already, see {@link OutputLimits}: the thread
 * ends, {@link UncaughtFaults} replaces it, and the same records are read again, with a limit by which this one is made
 * smaller. What passes by itself is tried again from the last commit. The rest ends the process.
 */
public final class RefusedOutputs implements ProductionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedOutputs.class);

    @SuppressWarnings("NullAway.Init") // Set by configure, which Streams calls first.
    private FaultHandling handling;

    @Override
    public void configure(Map<String, ?> configs) {
        handling = FaultHandling.from(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (exception instanceof RecordTooLargeException refusal
                && handling.outputs().contains(record.topic())) {
            handling.limits().refused(record, refusal);
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("error", refusal.getMessage())
                    .log("record refused as too large; read again from the last commit, to send it without its value");
            return Response.fail();
        }
        return exception instanceof RetriableException ? Response.retry() : Response.fail();
    }

    /** What cannot be written as bytes is its record's fault. */
    @Override
    @SuppressWarnings("rawtypes") // So the interface has it.
    public Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        if (context.topic() == null) {
            handling.faults().failed(context.processorNodeId(), "none", exception);
            return Response.resume();
        }
        return Response.resume(FaultyRecords.letter(handling, context, record.value(), exception));
    }
}
