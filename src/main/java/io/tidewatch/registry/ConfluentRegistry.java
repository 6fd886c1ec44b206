package io.tidewatch.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * The schema registry asked through Confluent's own client.
 *
 * <p>The client comes relocated in a Flink artifact, since {@code io.confluent} is not on Maven Central; this package
 * alone knows. Schemas cross over as JSON, from the client's relocated Avro to the Avro of everybody else. Schemas by
 * id stay in a cache, for an id never changes its meaning; that an id is unknown stays there for a second, so that a
 * burst of foreign records does not become a burst of requests.
 *
 * <p>What can change is waited for; what cannot ends in the dead letters ({@link SchemaQuestions} decides which is
 * which). An answer that is unusable can mean either. So the registry is asked for an id that does not exist: when its
 * answer to that is in order, the fault is the one id's. If its answers are then still unusable after two minutes, it
 * counts as unknown; an answer that is too large counts at once. When that other answer is not in order either, the
 * registry counts as away.
 */
public final class ConfluentRegistry implements SchemaRegistry {

    private static final int CACHED_REGISTRATIONS = 1000;
    private static final int CACHED_SCHEMAS = 256;
    private static final long UNKNOWN_FOR_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int UNKNOWN_IDS_KEPT = 10_000;
    private static final Duration UNUSABLE_FOR = Duration.ofMinutes(2);
    private static final String HEADER_PREFIX = "request.header.";

    private final SchemaQuestions questions;
    private final CachedSchemaRegistryClient client;
    private final UnusableIds unusable;
    private final BoundedCache<Integer, Schema> known = new BoundedCache<>(CACHED_SCHEMAS);
    private final BoundedCache<Integer, Unknown> unknown = new BoundedCache<>(UNKNOWN_IDS_KEPT);

    private record Unknown(String message, long sinceNs) {}

    /**
     * A registry at one or more base addresses, the later ones tried when the earlier ones do not answer.
     *
     * @param urls such as {@code http://localhost:8081}
     * @param properties the client's own ({@code basic.auth.*}, {@code bearer.auth.*}, {@code schema.registry.ssl.*},
     *     {@code proxy.*}, {@code http.*}, {@code request.header.*}), passed through untouched; connecting waits 5 s
     *     and reading 10 s unless they say otherwise; a whole question, from the first byte to the last, both together
     * @throws IllegalArgumentException when the client refuses an address or a property
     */
    public ConfluentRegistry(List<String> urls, Map<String, String> properties) {
        this(urls, properties, UNUSABLE_FOR);
    }

    /** @param unusableFor how long the answers for one id must be unusable before it counts as unknown */
    ConfluentRegistry(List<String> urls, Map<String, String> properties, Duration unusableFor) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("The schema registry needs at least one address.");
        }
        this.unusable = new UnusableIds(unusableFor);
        Map<String, String> settings = new HashMap<>(properties);
        settings.putIfAbsent("http.connect.timeout.ms", "5000");
        settings.putIfAbsent("http.read.timeout.ms", "10000");
        Map<String, String> headers = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(HEADER_PREFIX)) {
                headers.put(key.substring(HEADER_PREFIX.length()), value);
            }
        });
        try {
            BoundedRestService rest = new BoundedRestService(urls);
            // Its constructor also configures the REST service: credentials, TLS, proxy, time-outs.
            client = new CachedSchemaRegistryClient(
                    rest, CACHED_REGISTRATIONS, List.of(new AvroSchemaProvider()), settings, headers);
            questions = new SchemaQuestions(rest, ForeignText.masked(String.join(", ", urls)));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("The schema registry client refuses its settings: " + messages(e)
                    + "; check the schema-registry block.");
        }
    }

    @Override
    public Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException {
        if (id < 0) {
            throw new UnknownSchemaException("A schema id is never negative, as " + id + " is.");
        }
        Schema cached = known.get(id);
        if (cached != null) {
            return cached;
        }
        Unknown absent = unknown.get(id);
        if (absent != null && System.nanoTime() - absent.sinceNs < UNKNOWN_FOR_NS) {
            throw new UnknownSchemaException(absent.message);
        }
        try {
            Schema schema = questions.byId(id);
            known.put(id, schema);
            unusable.usable(id);
            return schema;
        } catch (UnknownSchemaException e) {
            unusable.usable(id);
            throw noted(id, e);
        } catch (UnusableAnswerException e) {
            if ((unusable.unusable(id) || e.settled()) && questions.answerAsRegistry()) {
                throw noted(
                        id,
                        new UnknownSchemaException("The schema registry has no usable answer for schema id " + id
                                + ", but has for others: " + e.getMessage()));
            }
            throw questions.unavailable("asking for schema id " + id, e);
        }
    }

    private UnknownSchemaException noted(int id, UnknownSchemaException answer) {
        unknown.put(id, new Unknown(String.valueOf(answer.getMessage()), System.nanoTime()));
        return answer;
    }

    @Override
    public int register(String subject, Schema schema)
            throws IncompatibleSchemaException, RegistryUnavailableException {
        AvroSchema relocated = new AvroSchema(schema.toString());
        try {
            return client.register(subject, relocated);
        } catch (RestClientException e) {
            if (e.getStatus() == 409 || e.getStatus() == 422) {
                throw new IncompatibleSchemaException("The schema registry refuses schema " + schema.getFullName()
                        + " for subject " + subject + ": " + ForeignText.shown(e.getMessage()));
            }
            throw questions.unavailable("registering under subject " + subject, e);
        } catch (IOException | RuntimeException e) {
            throw questions.unavailable("registering under subject " + subject, e);
        }
    }

    @Override
    public Schema latest(String subject) throws UnknownSchemaException, RegistryUnavailableException {
        try {
            return questions.latest(subject);
        } catch (UnusableAnswerException e) {
            throw questions.unavailable("asking for subject " + subject, e);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new IllegalStateException("The schema registry client does not close.", e);
        }
    }

    /** What an error and its causes say, since the client says first that something failed, and last what. */
    private static String messages(Throwable error) {
        StringJoiner messages = new StringJoiner(": ");
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            messages.add(ForeignText.shown(cause.getMessage()));
        }
        return messages.toString();
    }
}
