package io.tidewatch.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.embedded.RegisteredSchema.Candidate;
import io.tidewatch.embedded.RegisteredSchema.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The schemas of the embedded registry under their subjects; each change goes to a journal first when there is one. */
final class SchemaLedger {

    private static final String LATEST = "latest";

    private record Entry(RegisteredSchema registered, Schema parsed) {}

    private record Parsed(Schema schema, String text) {}

    private record Identity(String text, List<Reference> references) {}

    private final ObjectMapper json;
    private final @Nullable SchemaJournal journal;
    private final Map<String, List<Entry>> subjects = new TreeMap<>();
    private final Map<Identity, Integer> ids = new HashMap<>();
    private final Map<String, Compatibility> rules = new HashMap<>();
    private Compatibility rule = Compatibility.BACKWARD;

    /** A ledger that starts from what the journal holds. */
    SchemaLedger(ObjectMapper json, @Nullable SchemaJournal journal) {
        this.json = json;
        this.journal = journal;
        if (journal != null) {
            for (SchemaJournal.Line line : journal.lines()) {
                if (line.schema() != null) {
                    RegisteredSchema schema = line.schema();
                    add(schema, parse(schema.schema(), schema.references()).schema);
                }
                if (line.rule() != null) {
                    set(line.rule().subject(), line.rule().compatibility());
                }
            }
        }
    }

    synchronized List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    synchronized List<Integer> versions(String subject) {
        return entries(subject).stream()
                .map(entry -> entry.registered.version())
                .toList();
    }

    /** A version of a subject, by number or {@code latest}. */
    synchronized RegisteredSchema version(String subject, String version) {
        List<Entry> entries = entries(subject);
        return entries.get(index(entries, version)).registered;
    }

    /** Every subject and version under which an id is registered. */
    synchronized List<RegisteredSchema> byId(int id) {
        List<RegisteredSchema> found = subjects.values().stream()
                .flatMap(List::stream)
                .map(Entry::registered)
                .filter(schema -> schema.id() == id)
                .toList();
        if (found.isEmpty()) {
            throw RegistryRefusal.noSchema(Integer.toString(id));
        }
        return found;
    }

    /** The version of the subject that is just this schema. */
    synchronized RegisteredSchema find(String subject, Candidate candidate) {
        entries(subject);
        return find(subject, parse(candidate), candidate)
                .orElseThrow(() -> RegistryRefusal.noSchema("under subject " + subject));
    }

    /** Registers a schema, or finds it in the subject, and returns its id. */
    synchronized int register(String subject, Candidate candidate) {
        Parsed parsed = parse(candidate);
        Optional<RegisteredSchema> present = find(subject, parsed, candidate);
        if (present.isPresent()) {
            return present.get().id();
        }
        List<Entry> entries = subjects.getOrDefault(subject, List.of());
        List<String> faults = rule(subject)
                .orElse(rule)
                .faults(parsed.schema, entries.stream().map(Entry::parsed).toList());
        if (!faults.isEmpty()) {
            throw new RegistryRefusal(
                    409,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject + "\": "
                            + String.join(" ", faults));
        }
        int id = ids.getOrDefault(new Identity(parsed.text, candidate.references()), ids.size() + 1);
        RegisteredSchema registered =
                new RegisteredSchema(subject, entries.size() + 1, id, candidate.references(), parsed.text);
        if (journal != null) {
            journal.append(SchemaJournal.Line.of(registered));
        }
        add(registered, parsed.schema);
        return id;
    }

    /** What stands against a schema: after one version when it is named, else by the subject's whole rule. */
    synchronized List<String> faults(String subject, @Nullable String version, Candidate candidate) {
        Parsed parsed = parse(candidate);
        List<Entry> entries = entries(subject);
        if (version != null) {
            int index = index(entries, version);
            entries = entries.subList(index, index + 1);
        }
        return rule(subject)
                .orElse(rule)
                .faults(parsed.schema, entries.stream().map(Entry::parsed).toList());
    }

    synchronized Compatibility rule() {
        return rule;
    }

    synchronized Optional<Compatibility> rule(String subject) {
        return Optional.ofNullable(rules.get(subject));
    }

    /** Sets the rule of a subject, or of all subjects without their own when it is null. */
    synchronized void changeRule(@Nullable String subject, Compatibility compatibility) {
        if (journal != null) {
            journal.append(SchemaJournal.Line.of(subject, compatibility));
        }
        set(subject, compatibility);
    }

    private void set(@Nullable String subject, Compatibility compatibility) {
        if (subject == null) {
            rule = compatibility;
        } else {
            rules.put(subject, compatibility);
        }
    }

    private void add(RegisteredSchema registered, Schema parsed) {
        subjects.computeIfAbsent(registered.subject(), unused -> new ArrayList<>())
                .add(new Entry(registered, parsed));
        ids.put(new Identity(registered.schema(), registered.references()), registered.id());
    }

    private Optional<RegisteredSchema> find(String subject, Parsed parsed, Candidate candidate) {
        return subjects.getOrDefault(subject, List.of()).stream()
                .map(Entry::registered)
                .filter(schema -> schema.schema().equals(parsed.text)
                        && schema.references().equals(candidate.references()))
                .findFirst();
    }

    private List<Entry> entries(String subject) {
        List<Entry> entries = subjects.get(subject);
        if (entries == null) {
            throw RegistryRefusal.noSubject(subject);
        }
        return entries;
    }

    private static int index(List<Entry> entries, String version) {
        if (version.equals(LATEST) || version.equals("-1")) {
            return entries.size() - 1;
        }
        int number;
        try {
            number = Integer.parseInt(version);
        } catch (NumberFormatException e) {
            number = 0;
        }
        if (number < 1) {
            throw new RegistryRefusal(
                    42202,
                    "The specified version '" + version + "' is not a valid version id; use 1 and up, or latest.");
        }
        if (number > entries.size()) {
            throw RegistryRefusal.noVersion(version);
        }
        return number - 1;
    }

    private Parsed parse(Candidate candidate) {
        String type = candidate.schemaType();
        if (type != null && !type.equals("AVRO")) {
            throw new RegistryRefusal(
                    42201, "Schema type " + type + " is not supported; this registry holds AVRO only.");
        }
        if (candidate.schema() == null) {
            throw new RegistryRefusal(42201, "Empty schema; the request needs a field 'schema'.");
        }
        return parse(candidate.schema(), candidate.references());
    }

    private Parsed parse(String text, List<Reference> references) {
        Schema.Parser parser = new Schema.Parser();
        try {
            parseReferences(parser, references, new HashSet<>());
            Schema schema = parser.parse(text);
            // With references the parsed schema would print the types they stand for as well.
            return new Parsed(
                    schema,
                    references.isEmpty()
                            ? schema.toString()
                            : json.readTree(text).toString());
        } catch (AvroRuntimeException | JsonProcessingException e) {
            throw new RegistryRefusal(42201, "Invalid schema: " + e.getMessage());
        }
    }

    private void parseReferences(Schema.Parser parser, List<Reference> references, Set<String> parsed) {
        for (Reference reference : references) {
            if (parsed.add(reference.subject() + "/" + reference.version())) {
                RegisteredSchema used = version(reference.subject(), Integer.toString(reference.version()));
                parseReferences(parser, used.references(), parsed);
                parser.parse(used.schema());
            }
        }
    }
}
