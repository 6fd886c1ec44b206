package io.tidewatch.topology;

import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.window.SourcedEvent;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Makes a dead letter of a record on which our own code fails, so that the stream goes on. A fault of the cluster, of
 * the disk, or of the registry, is none of the record's and ends the thread as before.
 *
 * <p>The state of the entity stays as the exception left it, and what was forwarded before it stays sent. A step that
 * was half taken costs one entity a step; to give the state up would cost it all that it has learned, and to do the
 * whole transaction again would stop all entities, for each such record anew. The record at hand need not be the one
 * that did it, for steps are scored several at a time.
 *
 * <p>Behind the repartition topic the record's own bytes are gone: the letter then has no value, and names the event
 * with the place of its record. A punctuation has no record at all, nor has what is decided at a commit: it is counted,
 * and the next one tries again.
 */
public final class FaultyRecords implements ProcessingExceptionHandler {
    @SuppressWarnings("NullAway.Init") // Set by configure, which Streams calls first.
    private FaultHandling handling;

    @Override
    public void configure(Map<String, ?> configs) {
        handling = FaultHandling.from(configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        if (!ProcessingFaults.ours(exception)) {
            return Response.fail();
        }
        if (context.topic() == null) {
            handling.faults().failed(context.processorNodeId(), "none", exception);
            return Response.resume();
        }
        return Response.resume(letter(handling, context, record == null ? null : record.value(), exception));
    }

    /** Where the record at hand was read from: behind the repartition topic, the event itself names it. */
    private static Place place(FaultHandling handling, ErrorHandlerContext context, @Nullable Object inHand) {
        Place here = new Place(context.topic(), context.partition(), context.offset());
        return inHand instanceof SourcedEvent event
                ? SourceIds.place(handling.inputs(), event).orElse(here)
                : here;
    }

    /**
     * The dead letter of the record at hand, if its topic takes one; counted and logged.
     *
     * @param inHand what the topology had made of it
     */
    static List<ProducerRecord<byte[], byte[]>> letter(
            FaultHandling handling, ErrorHandlerContext context, @Nullable Object inHand, Exception exception) {
        Place place = place(handling, context, inHand);
        handling.faults().failed(context.processorNodeId(), place.toString(), exception);
        boolean internal = !handling.inputs().contains(context.topic());
        // Streams lets go of the record's bytes when something is sent for it; the first node has them in hand.
        byte[] value = internal ? null : inHand instanceof byte[] bytes ? bytes : context.sourceRawValue();
        boolean gone = value == null && inHand != null;
        Rejected rejected = new Rejected(
                RejectionReason.PROCESSING_FAILED,
                ProcessingFaults.kind(exception) + ": " + exception.getMessage()
                        + (gone ? "; the record's own value is no longer at hand, of it came " + inHand : ""));
        handling.observer().rejected(place.topic(), place.partition(), rejected);
        ProducerRecord<byte[], byte[]> letter = handling.letters()
                .of(
                        context.sourceRawKey(),
                        value,
                        DeadLetterHeaders.of(context.headers(), rejected, place, context.timestamp()));
        return letter == null ? List.of() : List.of(letter);
    }
}
