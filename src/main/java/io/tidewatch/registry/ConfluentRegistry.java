package io.tidewatch.registry;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.jspecify.annotations.Nullable;

/**
 * The schema registry asked through Confluent's own client.
 *
 * <p>The client comes relocated in a Flink artifact, since {@code io.confluent} is not on Maven Central; this is the
 * only class that knows. Schemas cross over as JSON, from the client's relocated Avro to the Avro of everybody else.
 * Schemas by id are kept for ever, for an id never changes its meaning; that an id is unknown is kept for a second, so
 * that a burst of foreign records does not become a burst of requests.
 */
public final class ConfluentRegistry implements SchemaRegistry {

    private static final int CACHED_REGISTRATIONS = 1000;
    private static final long UNKNOWN_FOR_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int UNKNOWN_IDS_KEPT = 10_000;
    private static final String HEADER_PREFIX = "request.header.";
    private static final String AVRO = "AVRO";

    private final String urls;
    private final RestService rest;
    private final CachedSchemaRegistryClient client;
    private final Map<Integer, Schema> known = new ConcurrentHashMap<>();
    private final Map<Integer, Unknown> unknown = new ConcurrentHashMap<>();

    private record Unknown(String message, long sinceNs) {}

    /**
     * A registry at one or more base addresses, the later ones tried when the earlier ones do not answer.
     *
     * @param urls such as {@code http://localhost:8081}
     * @param properties the client's own ({@code basic.auth.*}, {@code bearer.auth.*}, {@code schema.registry.ssl.*},
     *     {@code proxy.*}, {@code http.*}, {@code request.header.*}), passed through untouched; connecting waits 5 s and
     *     an answer 10 s unless they say otherwise
     * @throws IllegalArgumentException when the client refuses an address or a property
     */
    public ConfluentRegistry(List<String> urls, Map<String, String> properties) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("The schema registry needs at least one address.");
        }
        this.urls = String.join(", ", urls);
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
            rest = new RestService(List.copyOf(urls));
            // Its constructor also configures the REST service: credentials, TLS, proxy, time-outs.
            client = new CachedSchemaRegistryClient(
                    rest, CACHED_REGISTRATIONS, List.of(new AvroSchemaProvider()), settings, headers);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "The schema registry client refuses its settings: " + messages(e)
                            + "; check the schema-registry block.",
                    e);
        }
    }

    @Override
    public Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException {
        Schema cached = known.get(id);
        if (cached != null) {
            return cached;
        }
        Unknown absent = unknown.get(id);
        if (absent != null && System.nanoTime() - absent.sinceNs < UNKNOWN_FOR_NS) {
            throw new UnknownSchemaException(absent.message);
        }
        try {
            SchemaString found = ask("schema id " + id, () -> rest.getId(id));
            Schema schema =
                    parse("schema id " + id, found.getSchemaType(), found.getSchemaString(), found.getReferences());
            known.put(id, schema);
            unknown.remove(id);
            return schema;
        } catch (UnknownSchemaException e) {
            if (unknown.size() >= UNKNOWN_IDS_KEPT) {
                unknown.clear();
            }
            unknown.put(id, new Unknown(String.valueOf(e.getMessage()), System.nanoTime()));
            throw e;
        }
    }

    @Override
    public int register(String subject, Schema schema)
            throws IncompatibleSchemaException, RegistryUnavailableException {
        AvroSchema relocated = new AvroSchema(schema.toString());
        try {
            return client.register(subject, relocated);
        } catch (RestClientException e) {
            if (e.getStatus() == 409 || e.getStatus() == 422) {
                throw new IncompatibleSchemaException(
                        "The schema registry refuses schema " + schema.getFullName() + " for subject " + subject + ": "
                                + e.getMessage(),
                        e);
            }
            throw unavailable("registering under subject " + subject, e);
        } catch (IOException | RuntimeException e) {
            throw unavailable("registering under subject " + subject, e);
        }
    }

    @Override
    public Schema latest(String subject) throws UnknownSchemaException, RegistryUnavailableException {
        String what = "subject " + subject;
        var found = ask(what, () -> rest.getLatestVersion(subject));
        return parse(what, found.getSchemaType(), found.getSchema(), found.getReferences());
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new IllegalStateException("The schema registry client does not close.", e);
        }
    }

    /** Parses an answer, after the schemas it refers to. */
    private Schema parse(String what, @Nullable String type, String json, @Nullable List<SchemaReference> references)
            throws UnknownSchemaException, RegistryUnavailableException {
        if (type != null && !type.equals(AVRO)) {
            throw new UnknownSchemaException("The schema registry's " + what + " is " + type + ", not Avro.");
        }
        // Defaults are the writer's affair: an odd one must not make its records unreadable.
        Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
        try {
            parseReferences(parser, references, new HashSet<>());
            return parser.parse(json);
        } catch (SchemaParseException e) {
            throw new UnknownSchemaException(
                    "The schema registry's " + what + " is no valid Avro schema: " + e.getMessage(), e);
        }
    }

    private void parseReferences(Schema.Parser parser, @Nullable List<SchemaReference> references, Set<String> parsed)
            throws UnknownSchemaException, RegistryUnavailableException {
        if (references == null) {
            return;
        }
        for (SchemaReference reference : references) {
            String what = "subject " + reference.getSubject() + " version " + reference.getVersion();
            if (parsed.add(what)) {
                var found = ask(what, () -> rest.getVersion(reference.getSubject(), reference.getVersion()));
                parseReferences(parser, found.getReferences(), parsed);
                parser.parse(found.getSchema());
            }
        }
    }

    private interface Question<T> {
        T ask() throws IOException, RestClientException;
    }

    private <T> T ask(String what, Question<T> question) throws UnknownSchemaException, RegistryUnavailableException {
        try {
            return question.ask();
        } catch (RestClientException e) {
            // A bare 404 is not the registry's word but that of whatever else listens there: a wrong address must not
            // turn good records into dead letters.
            if (e.getErrorCode() / 100 == 404) {
                throw new UnknownSchemaException("The schema registry has no " + what + ": " + e.getMessage(), e);
            }
            throw unavailable("asking for " + what, e);
        } catch (IOException | RuntimeException e) {
            throw unavailable("asking for " + what, e);
        }
    }

    private RegistryUnavailableException unavailable(String doing, Exception e) {
        return new RegistryUnavailableException(
                "The schema registry at " + urls + " fails " + doing + " ("
                        + e.getClass().getSimpleName() + ": " + e.getMessage()
                        + "); check that it runs, schema-registry.url and the credentials.",
                e);
    }

    /** What an error and its causes say, since the client says first that something failed, and last what. */
    private static String messages(Throwable error) {
        StringJoiner messages = new StringJoiner(": ");
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            messages.add(String.valueOf(cause.getMessage()));
        }
        return messages.toString();
    }
}
