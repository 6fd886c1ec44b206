package io.tidewatch.config;

import static io.tidewatch.config.ConfigKey.derived;
import static io.tidewatch.config.ConfigKey.optional;
import static io.tidewatch.config.ConfigKey.required;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.model.ModelSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every key there is: the one source for reading, for the names of variables, for documentation. */
public final class ConfigReference {
    static final String DETECTOR = "detector";
    static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    static final String SECURITY_PROTOCOL = "kafka.security.protocol";
    static final String SASL_LOGIN = "kafka.sasl.jaas.config";
    static final String REGISTRY_URL = "schema-registry.url";
    static final String INPUT_TOPICS = "input.topics";
    static final String ENTITY = "input.entity";
    static final String KEY_FORMAT = "input.key-format";
    static final String TIME = "input.time";
    static final String TIME_UNIT = "input.time-unit";
    static final String TIME_EARLIEST = "input.time-earliest";
    static final String TIME_AHEAD = "input.time-ahead";
    static final String FEATURES = "input.features";
    static final String CATEGORIES = "input.categories";
    static final String ZONE = "input.zone";
    static final String STEP = "window.step";
    static final String STEPS = "window.steps";
    static final String GRACE = "window.grace";
    static final String QUIET_AFTER = "window.quiet-after";
    static final String GONE_AFTER = "window.gone-after";
    static final String MODEL_KIND = "model.kind";
    static final String MODEL_SCORER = "model.scorer";
    static final String MODEL_DIRECTORY = "model.directory";
    static final String HIDDEN = "model.hidden";
    static final String EPOCHS = "model.epochs";
    static final String BATCH = "model.batch";
    static final String LEARNING_RATE = "model.learning-rate";
    static final String SEED = "model.seed";
    static final String MODEL_KEEP = "model.keep";
    static final String SIGNING_KEY = "model.signing-key";
    static final String TRUSTED_KEYS = "model.trusted-keys";
    static final String RETRAIN = "model.retrain";
    static final String BUDGET = "alerts.budget";
    static final String ADAPT_AFTER = "alerts.adapt-after";
    static final String ALERTS = "topics.alerts";
    static final String DEAD_LETTERS = "topics.dead-letters";
    static final String MODELS = "topics.models";
    static final String CREATE = "topics.create";
    static final String REPLICATION_FACTOR = "topics.replication-factor";
    static final String INTERNAL_PARTITIONS = "topics.internal-partitions";
    static final String STATE_DIRECTORY = "state-directory";
    static final String HTTP_HOST = "http.host";
    static final String HTTP_PORT = "http.port";
    static final String MANAGEMENT_PORT = "http.management-port";

    /** Groups whose other keys belong to the clients, and are passed through to them. */
    static final List<String> PASSED_THROUGH = List.of("kafka", "schema-registry");

    private static final List<ConfigKey> KEYS = List.of(
            required(DETECTOR, ValueType.TEXT, "Name of the detector; topics and application.id derive from it"),
            required(BOOTSTRAP_SERVERS, ValueType.TEXT, "Brokers to begin with, as host:port, separated by commas"),
            required(REGISTRY_URL, ValueType.TEXT, "Address of the schema registry; several separated by commas"),
            required(INPUT_TOPICS, ValueType.LIST, "Topics to read"),
            optional(ENTITY, ValueType.TEXT, "key", "What names the entity: key, or the path of a field"),
            optional(
                    KEY_FORMAT,
                    ValueType.CHOICE,
                    "auto",
                    "How keys that name the entity are written: auto, avro, text, long, int or binary"),
            optional(TIME, ValueType.TEXT, "record", "The event time: record (Kafka's timestamp), or a field's path"),
            optional(TIME_UNIT, ValueType.CHOICE, "ms", "How a plain number in the time field counts: s, ms, us, ns"),
            optional(TIME_EARLIEST, ValueType.INSTANT, "1990-01-01T00:00:00Z", "Earlier events are dead letters"),
            optional(TIME_AHEAD, ValueType.DURATION, "10m", "Events further ahead of the clock are dead letters"),
            required(
                    FEATURES,
                    ValueType.FEATURES,
                    "Numeric fields to watch, each with its aggregate, direction, ignore-below"),
            optional(CATEGORIES, ValueType.LIST, "[]", "Fields that say which kind of context an event comes from"),
            optional(ZONE, ValueType.TEXT, "UTC", "Time zone of daily and weekly rhythms, and of times that name none"),
            optional(STEP, ValueType.DURATION, "1m", "Length of a step; event: each event is a step"),
            optional(STEPS, ValueType.INTEGER, DetectorSpec.DEFAULT_WINDOW_STEPS, "Steps in a window, 4 to 512"),
            optional(GRACE, ValueType.DURATION, "0s", "How long after its end a step still takes late events"),
            derived(QUIET_AFTER, ValueType.DURATION, "2 steps", "Without events for so long, an entity is quiet"),
            derived(GONE_AFTER, ValueType.DURATION, "1d, or 32 steps", "Without events for so long, an entity is gone"),
            optional(
                    MODEL_KIND,
                    ValueType.CHOICE,
                    "autoencoder",
                    "The family of models: autoencoder, variational or adversarial"),
            optional(
                    MODEL_SCORER,
                    ValueType.CHOICE,
                    "compiled",
                    "What scores: the network compiled, or dl4j: the library that trained it (slow, to compare)"),
            optional(
                    MODEL_DIRECTORY,
                    ValueType.PATH,
                    "models",
                    "Where models lie, each detector's in a directory of its name"),
            optional(
                    HIDDEN,
                    ValueType.LIST,
                    ModelSpec.DEFAULT.hidden(),
                    "Widths of the hidden layers; []: from the window"),
            optional(
                    EPOCHS,
                    ValueType.INTEGER,
                    ModelSpec.DEFAULT.epochs(),
                    "Passes over the training windows; 0: from their number"),
            optional(BATCH, ValueType.INTEGER, ModelSpec.DEFAULT.batch(), "Windows per gradient step"),
            optional(LEARNING_RATE, ValueType.NUMBER, ModelSpec.DEFAULT.learningRate(), "Learning rate of Adam"),
            optional(SEED, ValueType.INTEGER, ModelSpec.DEFAULT.seed(), "Seed of the training"),
            optional(
                    MODEL_KEEP,
                    ValueType.INTEGER,
                    "5",
                    "Versions that stay in the models topic, 1 to 1000; the active one and the one before always do"),
            optional(
                    SIGNING_KEY,
                    ValueType.FILE,
                    "none",
                    "Private Ed25519 key (PKCS#8 in PEM) that published models are signed with; none: not signed"),
            optional(
                    TRUSTED_KEYS,
                    ValueType.LIST,
                    "[]",
                    "Public Ed25519 keys (PEM files); with any, only models that one of them has signed are used"),
            optional(
                    RETRAIN,
                    ValueType.DURATION,
                    "1d",
                    "Event time from one training to the next, once there are windows enough; off: none by time"),
            optional(
                    BUDGET,
                    ValueType.NUMBER,
                    DetectorSpec.DEFAULT_FALSE_ALERTS_PER_DAY,
                    "False alerts that are acceptable, per entity and day"),
            optional(
                    ADAPT_AFTER,
                    ValueType.DURATION,
                    "1d",
                    "After so long, what is odd in an open incident is the new normal: the incident closes"),
            derived(ALERTS, ValueType.TEXT, "<detector>.alerts", "Topic of the alerts"),
            derived(DEAD_LETTERS, ValueType.TEXT, "<detector>.dead-letters", "Topic of records that cannot be read"),
            derived(MODELS, ValueType.TEXT, "<detector>.models", "Topic of the models, which all instances share"),
            optional(CREATE, ValueType.BOOLEAN, "true", "Whether these three are created when missing"),
            optional(REPLICATION_FACTOR, ValueType.INTEGER, "-1", "Of those created; -1: the broker's default"),
            optional(
                    INTERNAL_PARTITIONS,
                    ValueType.INTEGER,
                    "0",
                    "Partitions of the state, for good; 0: as many as the largest input topic at the first start"),
            optional(STATE_DIRECTORY, ValueType.PATH, "state", "Where the state of the entities lies on disk"),
            optional(HTTP_HOST, ValueType.TEXT, "127.0.0.1", "Address on which health, metrics, the page are served"),
            optional(HTTP_PORT, ValueType.INTEGER, "8080", "Port of the same; 0: any free one"),
            derived(
                    MANAGEMENT_PORT,
                    ValueType.INTEGER,
                    "http.port + 10",
                    "Port of health and metrics alone, which no client of the page can hold up; 0: any free one"));

    private ConfigReference() {}

    /** All keys, in the order of the annotated example. */
    public static List<ConfigKey> keys() {
        return KEYS;
    }

    /** The key of a name. */
    static Optional<ConfigKey> find(String name) {
        return KEYS.stream().filter(key -> key.name().equals(name)).findFirst();
    }

    /** Whether a key belongs to a client rather than to Tidewatch. */
    static boolean isPassedThrough(String name) {
        return find(name).isEmpty() && PASSED_THROUGH.stream().anyMatch(group -> name.startsWith(group + "."));
    }

    /** Whether a name is that of a group of keys, such as {@code window}. */
    static boolean isGroup(String name) {
        return !keysOf(name).isEmpty();
    }

    /** The keys of a group, without its name: {@code grace, quiet-after, ...}. */
    static List<String> keysOf(String group) {
        return names().filter(name -> name.startsWith(group + "."))
                .map(name -> name.substring(group.length() + 1))
                .toList();
    }

    static Stream<String> names() {
        return KEYS.stream().map(ConfigKey::name);
    }
}
