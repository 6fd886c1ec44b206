package io.tidewatch.topology;

import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;

/** A fault of the cluster or the disk that ends the process, in plain words with the remedy. */
public final class FaultInWords {
    /**
     * One kind of fault.
     *
     * @param type in the chain of causes
     * @param text in its message
     * @param what failed
     * @param remedy what the operator does
     */
    private record Kind(Class<? extends Throwable> type, String text, String what, String remedy) {
        Kind(Class<? extends Throwable> type, String what, String remedy) {
            this(type, "", what, remedy);
        }

        boolean is(Throwable fault) {
            return type.isInstance(fault) && String.valueOf(fault.getMessage()).contains(text);
        }
    }

    /** The first that is found in the chain of causes counts: more special ones first. */
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    OutOfMemoryError.class,
                    "The memory of the process is used up",
                    "Give it more: TIDEWATCH_HEAP=2g, or a larger container"),
            new Kind(
                    Throwable.class,
                    "No space left on device",
                    "The disk of the state directory is full",
                    "Free room on it, or set state-directory to another disk; the state is read from its changelog"),
            new Kind(
                    Throwable.class,
                    "same state directory",
                    "Another process uses the state directory",
                    "Stop that one, or give this one its own state-directory"),
            new Kind(
                    LockException.class,
                    "Another process uses the state directory",
                    "Stop that one, or give this one its own state-directory"),
            new Kind(
                    Throwable.class,
                    "entity state was written for",
                    "What the detector has learned was learned with another configuration",
                    "Set it back, give the detector a new name, or let it learn anew: stop all instances, then tidewatch reset"),
            new Kind(
                    Throwable.class,
                    "invalid partitions",
                    "Input topics have got another number of partitions, or an internal topic has a wrong one",
                    "Start again: the state is kept. If it ends again: stop all instances, then tidewatch reset; entities then "
                            + "learn anew"),
            new Kind(
                    MissingSourceTopicException.class,
                    "An input topic is gone",
                    "Create it again, or correct input.topics; then start again"),
            new Kind(
                    SslAuthenticationException.class,
                    "The connection to the broker is not trusted",
                    "Check the kafka.ssl.* settings and the validity of the certificates"),
            new Kind(
                    AuthenticationException.class,
                    "The broker does not accept the login",
                    "Check kafka.sasl.* and the password"),
            new Kind(
                    AuthorizationException.class,
                    "The broker does not allow what the detector has to do",
                    "Give its user Read on the input topics, Write on alerts and dead letters, All on topics, groups and "
                            + "transactional ids that begin with its application id"),
            new Kind(
                    FencedInstanceIdException.class,
                    "Another instance has the same kafka.group.instance.id",
                    "Give each instance an id of its own"),
            new Kind(
                    InvalidTxnTimeoutException.class,
                    "The broker allows no transaction of that length",
                    "Set kafka.producer.transaction.timeout.ms to at most the broker's transaction.max.timeout.ms"),
            new Kind(
                    UnsupportedVersionException.class,
                    "The broker is too old",
                    "Exactly-once needs Kafka 2.5 or newer on all brokers"),
            new Kind(
                    InvalidTimestampException.class,
                    "The broker refuses the time of what is written",
                    "Compare this host's clock with the broker's, and look at message.timestamp.* of the topic"),
            new Kind(
                    InvalidRecordException.class,
                    "The broker refuses a record of this kind in the topic",
                    "A dead-letter topic must not be compacted: kafka-configs.sh --alter --entity-type topics "
                            + "--entity-name <topic> --add-config cleanup.policy=delete"),
            new Kind(
                    RecordTooLargeException.class,
                    "An internal topic takes no record of the size that a state or an event has",
                    "Raise max.message.bytes of the topic named here to 16777216, and kafka.max.request.size if that is set"),
            new Kind(
                    InvalidTopicException.class,
                    "The broker does not accept the name of a topic",
                    "Correct topics.* or the detector's name"),
            new Kind(
                    UnknownTopicOrPartitionException.class,
                    "A topic is gone",
                    "Create it again, or start again: what is missing is then named"),
            new Kind(
                    TimeoutException.class,
                    "The broker did not answer in time",
                    "Check that all brokers run and can be reached; then start again"),
            new Kind(
                    ProcessorStateException.class,
                    "The state on disk can be neither read nor written",
                    "Check the disk and the rights on state-directory. If it is damaged, delete that directory: the state is "
                            + "read from its changelog"));

    private FaultInWords() {}

    /** What failed, the fault's own words, what to do. */
    public static String of(Throwable fault) {
        for (Kind kind : KINDS) {
            for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
                if (kind.is(cause)) {
                    return kind.what + " (" + said(cause) + "). " + kind.remedy + ".";
                }
            }
        }
        return "A fault that Tidewatch does not know (" + said(deepest(fault))
                + "). Start it again: it goes on from the last commit, nothing is lost. If it ends again, report the stack trace "
                + "that the log has above.";
    }

    private static String said(Throwable fault) {
        @Nullable String message = fault.getMessage();
        String name = fault.getClass().getSimpleName();
        return message == null
                ? name
                : name + ": " + message.lines().findFirst().orElse("");
    }

    private static Throwable deepest(Throwable fault) {
        Throwable deepest = fault;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
