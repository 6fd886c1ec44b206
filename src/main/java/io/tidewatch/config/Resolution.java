package io.tidewatch.config;

import io.tidewatch.config.TidewatchConfig.Http;
import io.tidewatch.config.TidewatchConfig.Models;
import io.tidewatch.config.TidewatchConfig.Registry;
import io.tidewatch.config.TidewatchConfig.Topics;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.KeyFormat;
import io.tidewatch.event.TimeUnitOfField;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.window.StepSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns settings into the specs that the program runs by. */
final class Resolution {
    private static final Map<String, TimeUnitOfField> TIME_UNITS = Arrays.stream(TimeUnitOfField.values())
            .collect(Collectors.toUnmodifiableMap(TimeUnitOfField::label, unit -> unit));
    private static final Map<String, ScorerKind> SCORER_KINDS =
            Map.of("compiled", ScorerKind.COMPILED, "dl4j", ScorerKind.DL4J);
    private static final Map<String, ModelKind> MODEL_KINDS =
            Arrays.stream(ModelKind.values()).collect(Collectors.toUnmodifiableMap(ModelKind::label, kind -> kind));
    private static final Map<String, KeyFormat> KEY_FORMATS =
            Arrays.stream(KeyFormat.values()).collect(Collectors.toUnmodifiableMap(KeyFormat::label, format -> format));
    /** Where else the clients find a login. */
    private static final String JAAS_FILE = "java.security.auth.login.config";

    private static final String ENTITY_IS_KEY = "key";
    private static final String TIME_OF_RECORD = "record";
    private static final int WIDEST_LAYER = 10_000;
    private static final int MOST_PARTITIONS = 10_000;
    private static final int MOST_VERSIONS = 1000;
    private static final int MOST_EPOCHS = 100_000;
    private static final int LARGEST_BATCH = 100_000;
    private static final int MOST_FALSE_ALERTS_PER_DAY = 1000;

    private static final long SHORTEST_RETRAIN_MS = 60_000;
    private static final long NEVER = 0;
    private static final Form<Long> RETRAIN = Form.of(
            "a duration of 1m or more such as 1d, or off",
            "Write a whole number and its unit: s, m, h or d",
            Resolution::retrain,
            NEVER);

    private final Settings settings;
    private final Faults faults;

    Resolution(Settings settings) {
        this.settings = settings;
        this.faults = settings.faults();
    }

    Connection connection() throws ConfigException {
        Connection connection = new Connection(kafka(), new RegistrySection(settings).read());
        faults.throwIfAny();
        return connection;
    }

    EventSpec event() throws ConfigException {
        List<String> features = settings.has(ConfigReference.FEATURES)
                ? FeatureList.read(settings).paths()
                : List.of();
        EventSpec event = event(features, settings.list(ConfigReference.CATEGORIES, Forms.FIELD));
        faults.throwIfAny();
        return event;
    }

    TidewatchConfig config() throws ConfigException {
        String name = settings.get(ConfigReference.DETECTOR, Forms.DETECTOR);
        Map<String, String> kafka = kafka();
        Registry registry = new RegistrySection(settings).read();
        List<String> inputs = inputTopics();
        FeatureList features = FeatureList.read(settings);
        List<String> categories = settings.list(ConfigReference.CATEGORIES, Forms.FIELD);
        EventSpec event = event(features.paths(), categories);
        StepSpec step = new StepSection(settings).read();
        int steps = integer(ConfigReference.STEPS, 4, 512);
        double budget = settings.get(ConfigReference.BUDGET, Forms.positive(MOST_FALSE_ALERTS_PER_DAY));
        long adaptAfterMs = settings.get(ConfigReference.ADAPT_AFTER, Forms.DURATION);
        if (faults.sound(ConfigReference.ADAPT_AFTER) && adaptAfterMs == 0) {
            faults.add(
                    ConfigReference.ADAPT_AFTER,
                    settings.show(ConfigReference.ADAPT_AFTER),
                    "more than 0s",
                    "Set a duration such as 6h, or remove it: a day is the default");
        }
        ModelSpec model = model();
        Path models = settings.get(ConfigReference.MODEL_DIRECTORY, Forms.DIRECTORY);
        ScorerKind scorer = settings.get(ConfigReference.MODEL_SCORER, Forms.choice(SCORER_KINDS));
        Map<String, String> uses = uses(inputs);
        Topics topics = topics(name, uses);
        Models shared = models(name, uses);
        Path state = settings.get(ConfigReference.STATE_DIRECTORY, Forms.DIRECTORY);
        Http http = new HttpSection(settings).read();
        faults.throwIfAny();
        DetectorSpec detector = new DetectorSpec(
                name, features.specs(), categories, step, steps, event.zone(), budget, adaptAfterMs, model);
        // Two detectors with one directory must not take each other's models.
        Path own = models.resolve(name);
        return new TidewatchConfig(kafka, registry, inputs, event, detector, own, scorer, shared, topics, state, http);
    }

    private static Optional<Long> retrain(String text) {
        return text.equals("off")
                ? Optional.of(NEVER)
                : Forms.DURATION.parse().apply(text).filter(ms -> ms >= SHORTEST_RETRAIN_MS);
    }

    private Map<String, String> kafka() {
        Map<String, String> kafka = new LinkedHashMap<>(new ClientProperties("kafka", settings).read());
        kafka.put("bootstrap.servers", settings.get(ConfigReference.BOOTSTRAP_SERVERS, Forms.BROKERS));
        login(kafka);
        return kafka;
    }

    /** The clients say of a login that is missing only that a file of Java's own is. */
    private void login(Map<String, String> kafka) {
        boolean sasl = kafka.getOrDefault("security.protocol", "")
                .trim()
                .toUpperCase(Locale.ROOT)
                .startsWith("SASL_");
        if (sasl && !kafka.containsKey("sasl.jaas.config") && System.getProperty(JAAS_FILE) == null) {
            faults.add(
                    ConfigReference.SASL_LOGIN,
                    "missing, while " + ConfigReference.SECURITY_PROTOCOL + " is "
                            + settings.show(ConfigReference.SECURITY_PROTOCOL),
                    "a login such as org.apache.kafka.common.security.plain.PlainLoginModule required username=\"...\" "
                            + "password=\"...\"; with its semicolon",
                    "Add it to the configuration file, or set " + ConfigKey.variable(ConfigReference.SASL_LOGIN));
        }
    }

    private List<String> inputTopics() {
        List<String> inputs = settings.list(ConfigReference.INPUT_TOPICS, Forms.TOPIC);
        if (faults.sound(ConfigReference.INPUT_TOPICS)) {
            if (inputs.isEmpty()) {
                faults.add(ConfigReference.INPUT_TOPICS, "an empty list", "at least one topic", "Add its name");
            } else if (inputs.stream().distinct().count() < inputs.size()) {
                faults.add(ConfigReference.INPUT_TOPICS, inputs + "", "each topic once", "Remove what is double");
            }
        }
        return inputs;
    }

    private EventSpec event(List<String> features, List<String> categories) {
        return new EventSpec(
                fieldUnless(ConfigReference.ENTITY, ENTITY_IS_KEY),
                fieldUnless(ConfigReference.TIME, TIME_OF_RECORD),
                settings.get(ConfigReference.TIME_UNIT, Forms.choice(TIME_UNITS)),
                features,
                categories,
                settings.get(ConfigReference.TIME_EARLIEST, Forms.INSTANT).toEpochMilli(),
                settings.get(ConfigReference.TIME_AHEAD, Forms.DURATION),
                settings.get(ConfigReference.KEY_FORMAT, Forms.choice(KEY_FORMATS)),
                settings.get(ConfigReference.ZONE, Forms.ZONE));
    }

    private Optional<String> fieldUnless(String key, String word) {
        return Optional.of(settings.get(key, Forms.FIELD)).filter(path -> !path.equals(word));
    }

    private ModelSpec model() {
        Form<Long> width = Forms.integer(1, WIDEST_LAYER);
        return new ModelSpec(
                settings.get(ConfigReference.MODEL_KIND, Forms.choice(MODEL_KINDS)),
                settings.list(ConfigReference.HIDDEN, width).stream()
                        .map(Long::intValue)
                        .toList(),
                integer(ConfigReference.EPOCHS, 0, MOST_EPOCHS),
                integer(ConfigReference.BATCH, 1, LARGEST_BATCH),
                settings.get(ConfigReference.LEARNING_RATE, Forms.positive(1)),
                settings.get(ConfigReference.SEED, Forms.integer(Long.MIN_VALUE, Long.MAX_VALUE)));
    }

    /** For each topic the key that names it. */
    private Map<String, String> uses(List<String> inputs) {
        Map<String, String> uses = new LinkedHashMap<>();
        if (faults.sound(ConfigReference.INPUT_TOPICS)) {
            inputs.forEach(input -> uses.put(input, ConfigReference.INPUT_TOPICS));
        }
        return uses;
    }

    private Models models(String detector, Map<String, String> uses) {
        return new Models(
                topic(ConfigReference.MODELS, detector + ".models", uses),
                integer(ConfigReference.MODEL_KEEP, 1, MOST_VERSIONS),
                settings.get(ConfigReference.RETRAIN, RETRAIN),
                settings.get(ConfigReference.SIGNING_KEY, Forms.FILE_OR_NONE),
                settings.list(ConfigReference.TRUSTED_KEYS, Forms.FILE));
    }

    private Topics topics(String detector, Map<String, String> uses) {
        return new Topics(
                topic(ConfigReference.ALERTS, detector + ".alerts", uses),
                topic(ConfigReference.DEAD_LETTERS, detector + ".dead-letters", uses),
                settings.get(ConfigReference.CREATE, Forms.BOOLEAN),
                (short) integer(ConfigReference.REPLICATION_FACTOR, -1, Short.MAX_VALUE),
                integer(ConfigReference.INTERNAL_PARTITIONS, 0, MOST_PARTITIONS));
    }

    /** @param uses for each topic the key that names it already */
    private String topic(String key, String otherwise, Map<String, String> uses) {
        String topic = settings.get(key, Forms.TOPIC, otherwise);
        if (faults.sound(key, ConfigReference.DETECTOR)) {
            String other = uses.putIfAbsent(topic, key);
            if (other != null) {
                faults.add(
                        key,
                        settings.has(key) ? settings.show(key) : "'" + topic + "' (derived from detector)",
                        "a topic of its own, but " + other + " is the same",
                        "Change one of them");
            }
        }
        return topic;
    }

    private int integer(String key, int least, int most) {
        return Math.toIntExact(settings.get(key, Forms.integer(least, most)));
    }
}
