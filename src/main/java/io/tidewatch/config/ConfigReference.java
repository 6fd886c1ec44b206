package io.tidewatch.config;

import static io.tidewatch.config.ConfigKey.key;
import static io.tidewatch.config.ConfigKey.list;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.model.ModelSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every key there is: the one source for reading, and for the names of variables. */
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
    static final String BUDGET = "alerts.budget";
    static final String ALERTS = "topics.alerts";
    static final String DEAD_LETTERS = "topics.dead-letters";
    static final String CREATE = "topics.create";
    static final String REPLICATION_FACTOR = "topics.replication-factor";
    static final String INTERNAL_PARTITIONS = "topics.internal-partitions";
    static final String STATE_DIRECTORY = "state-directory";
    static final String HTTP_HOST = "http.host";
    static final String HTTP_PORT = "http.port";
    static final String MANAGEMENT_PORT = "http.management-port";

    /** Groups whose other keys belong to the clients, and are passed through to them. */
    static final List<String> PASSED_THROUGH = List.of("kafka", "schema-registry");

    /** In the order of the annotated example, config/tidewatch.yaml, which says what each is. */
    private static final List<ConfigKey> KEYS = List.of(
            key(DETECTOR),
            key(BOOTSTRAP_SERVERS),
            key(REGISTRY_URL),
            list(INPUT_TOPICS),
            key(ENTITY, "key"),
            key(KEY_FORMAT, "auto"),
            key(TIME, "record"),
            key(TIME_UNIT, "ms"),
            key(TIME_EARLIEST, "1990-01-01T00:00:00Z"),
            key(TIME_AHEAD, "10m"),
            list(FEATURES),
            list(CATEGORIES, "[]"),
            key(ZONE, "UTC"),
            key(STEP, "1m"),
            key(STEPS, DetectorSpec.DEFAULT_WINDOW_STEPS),
            key(GRACE, "0s"),
            key(QUIET_AFTER),
            key(GONE_AFTER),
            key(MODEL_KIND, "autoencoder"),
            key(MODEL_SCORER, "compiled"),
            key(MODEL_DIRECTORY, "models"),
            list(HIDDEN, ModelSpec.DEFAULT.hidden()),
            key(EPOCHS, ModelSpec.DEFAULT.epochs()),
            key(BATCH, ModelSpec.DEFAULT.batch()),
            key(LEARNING_RATE, ModelSpec.DEFAULT.learningRate()),
            key(SEED, ModelSpec.DEFAULT.seed()),
            key(BUDGET, DetectorSpec.DEFAULT_FALSE_ALERTS_PER_DAY),
            key(ALERTS),
            key(DEAD_LETTERS),
            key(CREATE, "true"),
            key(REPLICATION_FACTOR, "-1"),
            key(INTERNAL_PARTITIONS, "0"),
            key(STATE_DIRECTORY, "state"),
            key(HTTP_HOST, "127.0.0.1"),
            key(HTTP_PORT, "8080"),
            key(MANAGEMENT_PORT));

    private ConfigReference() {}

    /** All keys, in the order of the annotated example. */
    public static List<ConfigKey> keys() {
        return KEYS;
    }

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
