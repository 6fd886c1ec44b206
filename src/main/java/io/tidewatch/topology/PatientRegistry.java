package io.tidewatch.topology;

import io.tidewatch.event.EventSpec;
import io.tidewatch.event.FieldCheck;
import io.tidewatch.event.FieldMisfit;
import io.tidewatch.registry.IncompatibleSchemaException;
import io.tidewatch.registry.RegistryUnavailableException;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.registry.UnknownSchemaException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry that waits, instead of failing, while the real one is away.
 *
 * <p>A stream thread must not wait for long inside a record: its transaction would time out, its group would expel it.
 * So there the wait is short; then {@link RegistryAwayException} takes the record back to be read again, and the long
 * wait happens in {@link #awaitAnswers}, before the next transaction. Safe for many threads.
 */
public final class PatientRegistry {
    /** Wait inside a record; well below {@link StreamsSettings#TRANSACTION_TIMEOUT}. */
    static final Duration IN_A_RECORD = Duration.ofSeconds(25);

    /** Wait between transactions; well below {@code max.poll.interval.ms}, 5 minutes by default. */
    static final Duration BETWEEN_TRANSACTIONS = Duration.ofMinutes(2);

    private static final Duration FOR_EVER = Duration.ofDays(3650);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final SchemaRegistry registry;
    private final TopologyObserver observer;
    private final Duration inARecord;
    private final Duration betweenTransactions;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final RegistryOutage outage = new RegistryOutage(System::nanoTime);
    /** Last asked in vain; null once the registry answers. */
    private volatile @Nullable Question unanswered;

    /** A schema's id, with the record that needs it. */
    private record Question(int id, String record) {}

    public PatientRegistry(SchemaRegistry registry, TopologyObserver observer) {
        this(registry, observer, IN_A_RECORD, BETWEEN_TRANSACTIONS);
    }

    PatientRegistry(
            SchemaRegistry registry, TopologyObserver observer, Duration inARecord, Duration betweenTransactions) {
        this.registry = registry;
        this.observer = observer;
        this.inARecord = inARecord;
        this.betweenTransactions = betweenTransactions;
    }

    /**
     * The schema of an id.
     *
     * @param record that needs it, in words, for whoever reads of the wait
     * @throws UnknownSchemaException when the registry answers that it has none, or none that can be read
     * @throws RegistryAwayException when it does not answer for longer than may be waited inside a record
     * @throws StoppedException on shutdown
     */
    Schema byId(int id, String record) throws UnknownSchemaException {
        return answer(new Question(id, record), inARecord);
    }

    /**
     * Waits until the registry answers, if it did not when last asked.
     *
     * @throws RegistryAwayException when that takes longer than may be waited between transactions
     * @throws StoppedException on shutdown
     */
    void awaitAnswers() {
        Question question = unanswered;
        if (question == null) {
            return;
        }
        try {
            answer(question, betweenTransactions);
        } catch (UnknownSchemaException e) {
            // An answer all the same; what it means is for the record that asked.
            unanswered = null;
        }
    }

    /**
     * Registers a schema, however long it takes.
     *
     * @return its id
     * @throws IncompatibleSchemaException when the subject's compatibility rule refuses it
     * @throws StoppedException on shutdown
     */
    public int register(String subject, Schema schema) throws IncompatibleSchemaException {
        Wait wait = new Wait(FOR_EVER);
        while (true) {
            try {
                int id = registry.register(subject, schema);
                answered();
                return id;
            } catch (RegistryUnavailableException e) {
                wait.after(e, "the start, to register the schema of " + subject);
            }
        }
    }

    /**
     * What the newest schema of a subject lacks for events, however long it takes; empty when the registry has none
     * that is Avro.
     *
     * @throws StoppedException on shutdown
     */
    public Optional<List<FieldMisfit>> misfits(String subject, EventSpec spec) {
        Wait wait = new Wait(FOR_EVER);
        while (true) {
            try {
                Schema schema = registry.latest(subject);
                answered();
                return Optional.of(FieldCheck.misfits(spec, schema));
            } catch (UnknownSchemaException e) {
                answered();
                return Optional.empty();
            } catch (RegistryUnavailableException e) {
                wait.after(e, "the start, to look at the schema of " + subject);
            }
        }
    }

    /** Ends every wait, now or later, with {@link StoppedException}. To be called first at shutdown. */
    public void stop() {
        stopped.countDown();
    }

    private Schema answer(Question question, Duration patience) throws UnknownSchemaException {
        Wait wait = new Wait(patience);
        while (true) {
            try {
                Schema schema = registry.byId(question.id);
                unanswered = null;
                answered();
                return schema;
            } catch (UnknownSchemaException e) {
                answered();
                throw e;
            } catch (RegistryUnavailableException e) {
                unanswered = question;
                wait.after(e, question.record + ", for schema id " + question.id);
            }
        }
    }

    private void answered() {
        if (outage.answered()) {
            observer.registryReachable(true);
        }
    }

    /** One wait, with pauses that grow. */
    private final class Wait {
        private final long untilNanos;
        private final Duration patience;
        private long pauseMs = FIRST_PAUSE_MS;

        Wait(Duration patience) {
            this.patience = patience;
            this.untilNanos = System.nanoTime() + patience.toNanos();
        }

        /** @param waiting who waits, and for what */
        void after(RegistryUnavailableException fault, String waiting) {
            if (outage.failed(waiting, fault)) {
                observer.registryReachable(false);
            }
            if (System.nanoTime() - untilNanos > 0) {
                throw new RegistryAwayException(
                        "The schema registry has not answered for " + patience.toSeconds() + " s: "
                                + fault.getMessage(),
                        fault);
            }
            try {
                if (stopped.await(pauseMs, TimeUnit.MILLISECONDS)) {
                    throw new StoppedException("Stopped while waiting for the schema registry.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoppedException("Interrupted while waiting for the schema registry.");
            }
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        }
    }
}
