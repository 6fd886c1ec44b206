package io.tidewatch.registry;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.jspecify.annotations.Nullable;

/**
 * Questions to a registry, each with one of four ends.
 *
 * <ul>
 *   <li>A schema.
 *   <li>The registry's word that there is none, or none that is Avro: {@link UnknownSchemaException}. An id never
 *       changes its meaning, so that this stays so, except that the id may be registered later.
 *   <li>No answer, or one that a registry gives to everybody while it is overloaded, or its client is not let in:
 *       {@link RegistryUnavailableException}. That changes, so that it is waited for, however long.
 *   <li>Anything else: {@link UnusableAnswerException}. A page of something else that listens at a wrong address looks
 *       the same as a registry that stumbles over one id; who asks must find out which it is.
 * </ul>
 */
final class SchemaQuestions {
    private static final String AVRO = "AVRO";

    /** Schemas that one may refer to, those that these refer to included. */
    private static final int MOST_REFERENCES = 100;

    /** Statuses that say nothing of what was asked: login, permission, time-out, too many requests, gateways. */
    private static final Set<Integer> NOT_NOW = Set.of(401, 403, 407, 408, 429, 502, 503, 504);

    private final BoundedRestService rest;
    private final String urls;

    SchemaQuestions(BoundedRestService rest, String urls) {
        this.rest = rest;
        this.urls = urls;
    }

    Schema byId(int id) throws UnknownSchemaException, UnusableAnswerException, RegistryUnavailableException {
        String what = "schema id " + id;
        try (BoundedRestService.Together requests = rest.together()) {
            var found = ask(what, () -> rest.getId(id));
            return parse(what, found.getSchemaType(), found.getSchemaString(), found.getReferences());
        }
    }

    Schema latest(String subject) throws UnknownSchemaException, UnusableAnswerException, RegistryUnavailableException {
        String what = "subject " + subject;
        try (BoundedRestService.Together requests = rest.together()) {
            var found = ask(what, () -> rest.getLatestVersion(subject));
            return parse(what, found.getSchemaType(), found.getSchema(), found.getReferences());
        }
    }

    /** Whether it is a registry that answers: its word on an id that there is hardly ever. */
    boolean answerAsRegistry() {
        try {
            ask("schema id " + Integer.MAX_VALUE, () -> rest.getId(Integer.MAX_VALUE));
            return true;
        } catch (UnknownSchemaException e) {
            return true;
        } catch (UnusableAnswerException | RegistryUnavailableException e) {
            return false;
        }
    }

    /** Says that the registry cannot be asked now. */
    RegistryUnavailableException unavailable(String doing, Exception fault) {
        // Without the cause: whoever prints its stack would print what is masked here.
        return new RegistryUnavailableException("The schema registry at " + urls + " fails " + doing + " ("
                + fault.getClass().getSimpleName() + ": " + ForeignText.shown(fault.getMessage())
                + "); check that it runs, schema-registry.url and the credentials.");
    }

    private interface Question<T> {
        T ask() throws IOException, RestClientException;
    }

    private <T> T ask(String what, Question<T> question)
            throws UnknownSchemaException, UnusableAnswerException, RegistryUnavailableException {
        try {
            return question.ask();
        } catch (RestClientException e) {
            // A bare 404 is not the registry's word but that of whatever else listens there: a wrong address must not
            // turn good records into dead letters.
            if (e.getErrorCode() / 100 == 404) {
                throw new UnknownSchemaException(
                        "The schema registry has no " + what + ": " + ForeignText.shown(e.getMessage()));
            }
            if (NOT_NOW.contains(e.getStatus())) {
                throw unavailable("asking for " + what, e);
            }
            throw new UnusableAnswerException(
                    "it answers with status " + e.getStatus() + ": " + ForeignText.shown(e.getMessage()), false);
        } catch (UnusableAnswerException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unavailable("asking for " + what, e);
        }
    }

    /** Parses an answer, after the schemas it refers to. */
    private Schema parse(
            String what, @Nullable String type, @Nullable String text, @Nullable List<SchemaReference> references)
            throws UnknownSchemaException, UnusableAnswerException, RegistryUnavailableException {
        if (type != null && !type.equals(AVRO)) {
            throw new UnknownSchemaException(
                    "The schema registry's " + what + " is " + ForeignText.shown(type) + ", not Avro.");
        }
        // Defaults are the writer's affair: an odd one must not make its records unreadable.
        Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
        parseReferences(what, parser, references, new HashSet<>());
        return parse(what, parser, text);
    }

    private void parseReferences(
            String what, Schema.Parser parser, @Nullable List<SchemaReference> references, Set<String> parsed)
            throws UnknownSchemaException, UnusableAnswerException, RegistryUnavailableException {
        if (references == null) {
            return;
        }
        for (SchemaReference reference : references) {
            if (reference == null || reference.getSubject() == null || reference.getVersion() == null) {
                throw new UnknownSchemaException(
                        "The schema registry's " + what + " has a reference without subject or version.");
            }
            String referred = "subject " + ForeignText.shown(reference.getSubject()) + " version "
                    + reference.getVersion() + ", to which " + what + " refers";
            if (!parsed.add(reference.getSubject() + " " + reference.getVersion())) {
                continue;
            }
            if (parsed.size() > MOST_REFERENCES) {
                throw new UnknownSchemaException(
                        "The schema registry's " + what + " refers to more than " + MOST_REFERENCES + " schemas.");
            }
            var found = ask(referred, () -> rest.getVersion(reference.getSubject(), reference.getVersion()));
            parseReferences(what, parser, found.getReferences(), parsed);
            parse(referred, parser, found.getSchema());
        }
    }

    private static Schema parse(String what, Schema.Parser parser, @Nullable String text)
            throws UnknownSchemaException {
        if (text == null) {
            throw new UnknownSchemaException("The schema registry's " + what + " comes without its text.");
        }
        try {
            return parser.parse(text);
        } catch (RuntimeException | StackOverflowError e) {
            // Avro refuses schemas with many kinds of exceptions, and those nested too deep with an error.
            throw new UnknownSchemaException("The schema registry's " + what + " is no valid Avro schema: "
                    + e.getClass().getSimpleName() + ": " + ForeignText.shown(e.getMessage()));
        }
    }
}
