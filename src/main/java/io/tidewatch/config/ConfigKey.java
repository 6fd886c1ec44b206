package io.tidewatch.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The keys of the configuration: the one list that reading, environment variables, checks and documentation share. */
public enum ConfigKey {
    DETECTOR("detector", "", "name of the detector; topics and application.id derive from it (required)"),
    KAFKA("kafka", "{}", "any Kafka client property; bootstrap.servers is required"),
    REGISTRY_URL("schema-registry.url", "", "address of the schema registry, several separated by commas (required)"),
    REGISTRY("schema-registry", "{}", "any other schema registry client property"),
    INPUT_TOPICS("input.topics", "", "topics to read, co-partitioned when there are several (required)"),
    INPUT_ENTITY("input.entity", "key", "what names the entity: key, or the path of a field"),
    INPUT_TIME("input.time", "record", "what tells the event time: record, or the path of a field"),
    INPUT_TIME_UNIT("input.time-unit", "ms", "how a plain number in that field counts: s, ms, us or ns"),
    INPUT_TIME_EARLIEST("input.time-earliest", "1990-01-01T00:00:00Z", "events before this are dead letters"),
    INPUT_TIME_AHEAD("input.time-ahead", "1d", "events further ahead of the clock are dead letters"),
    INPUT_FEATURES("input.features", "", "what to watch: field paths, or {field, name, aggregate} (required)"),
    INPUT_CATEGORIES("input.categories", "[]", "paths of text fields that are context, such as a region"),
    INPUT_ZONE("input.zone", "UTC", "zone in which the time of day and the day of week are read"),
    WINDOW_STEP("window.step", "1m", "length of a step, or event: every event is a step"),
    WINDOW_STEPS("window.steps", "32", "steps in a window, 4 to 512"),
    WINDOW_GRACE("window.grace", "0s", "how long after its end a step still takes late events"),
    WINDOW_QUIET_AFTER("window.quiet-after", "", "without events for so long an entity is quiet; default 2 steps"),
    MODEL_KIND("model.kind", "autoencoder", "model family: autoencoder"),
    MODEL_DIRECTORY("model.directory", "models", "where models lie; the newest is used"),
    MODEL_HIDDEN("model.hidden", "[]", "widths of the hidden layers; empty: chosen from the window's shape"),
    MODEL_EPOCHS("model.epochs", "0", "passes over the training windows; 0: chosen from their number"),
    MODEL_BATCH("model.batch", "128", "windows per gradient step"),
    MODEL_LEARNING_RATE("model.learning-rate", "0.003", "of the Adam optimiser"),
    MODEL_SEED("model.seed", "7", "the same seed and data give the same model"),
    ALERTS_BUDGET("alerts.budget", "0.1", "false alerts you accept per entity and day"),
    TOPICS_ALERTS("topics.alerts", "", "where alerts go; default DETECTOR.alerts"),
    TOPICS_DEAD_LETTERS("topics.dead-letters", "", "where bad records go; default DETECTOR.dead-letters"),
    TOPICS_MODELS("topics.models", "", "where models are shared; default DETECTOR.models"),
    TOPICS_CREATE("topics.create", "true", "whether missing topics are created"),
    TOPICS_REPLICATION("topics.replication-factor", "-1", "of created topics; -1: the broker's default"),
    STATE_DIRECTORY("state-directory", "state", "where Kafka Streams keeps its local state"),
    HTTP_HOST("http.host", "127.0.0.1", "address that health, metrics and the page are served on"),
    HTTP_PORT("http.port", "8080", "its port; 0 takes a free one");

    private final String path;
    private final String byDefault;
    private final String meaning;

    ConfigKey(String path, String byDefault, String meaning) {
        this.path = path;
        this.byDefault = byDefault;
        this.meaning = meaning;
    }

    /** As it stands in the file, parts separated by dots. */
    public String path() {
        return path;
    }

    /** The default as YAML; empty when there is none or it depends on other keys. */
    public String byDefault() {
        return byDefault;
    }

    /** What it is, in one line. */
    public String meaning() {
        return meaning;
    }

    /** Whether any key may stand below it: it is passed on to a client. */
    boolean open() {
        return this == KAFKA || this == REGISTRY;
    }

    static List<String> paths() {
        return Arrays.stream(values()).map(ConfigKey::path).toList();
    }

    static List<String> variables() {
        return Arrays.stream(values()).map(ConfigKey::variable).toList();
    }

    /** The environment variable that sets it. */
    public String variable() {
        return "TIDEWATCH_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
