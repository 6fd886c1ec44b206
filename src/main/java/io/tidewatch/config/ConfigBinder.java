package io.tidewatch.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.event.EventSpec;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the specs of the core from the values, and checks what they mean together. */
final class ConfigBinder {
    private static final String NAME = "[a-z0-9][a-z0-9-]*";

    private final ConfigValues values;
    private final List<String> faults;
    private final List<FeatureSpec> features = new ArrayList<>();
    private final List<String> featureFields = new ArrayList<>();

    ConfigBinder(ConfigValues values, List<String> faults) {
        this.values = values;
        this.faults = faults;
    }

    /** The configuration; null when there are faults. */
    @Nullable
    TidewatchConfig bind() {
        String name = name();
        Map<String, String> kafka = kafka();
        TidewatchConfig.Registry registry = registry();
        List<String> inputTopics = inputTopics();
        readFeatures();
        EventSpec event = event();
        StepSpec step = step();
        ZoneId zone = values.parsed(ConfigKey.INPUT_ZONE, ConfigBinder::zone, ZoneOffset.UTC);
        int steps = values.integer(ConfigKey.WINDOW_STEPS, 4, 512);
        double budget = values.positive(ConfigKey.ALERTS_BUDGET);
        ModelSpec model = model();
        TidewatchConfig.Topics topics = topics(name, inputTopics);
        Path models = Path.of(values.text(ConfigKey.MODEL_DIRECTORY, "models"));
        Path state = Path.of(values.text(ConfigKey.STATE_DIRECTORY, "state"));
        TidewatchConfig.Http http = new TidewatchConfig.Http(
                values.text(ConfigKey.HTTP_HOST, "127.0.0.1"), values.integer(ConfigKey.HTTP_PORT, 0, 65_535));
        if (!faults.isEmpty()) {
            return null;
        }
        DetectorSpec detector = new DetectorSpec(name, features, event.categories(), step, steps, zone, budget, model);
        return new TidewatchConfig(kafka, registry, inputTopics, event, detector, models, topics, state, http);
    }

    private String name() {
        String name = values.required(ConfigKey.DETECTOR);
        if (!name.isEmpty() && !name.matches(NAME)) {
            values.fault(ConfigKey.DETECTOR, " is '" + name + "': lower case letters, digits and dashes are expected");
        }
        return name;
    }

    private Map<String, String> kafka() {
        Map<String, String> kafka = values.properties(ConfigKey.KAFKA);
        if (kafka.getOrDefault("bootstrap.servers", "").isBlank()) {
            values.fault(ConfigKey.KAFKA, ".bootstrap.servers is missing: brokers as host:port, separated by commas");
        }
        return kafka;
    }

    private TidewatchConfig.Registry registry() {
        Map<String, String> properties = new LinkedHashMap<>(values.properties(ConfigKey.REGISTRY));
        properties.remove("url");
        values.required(ConfigKey.REGISTRY_URL);
        List<String> urls = values.texts(ConfigKey.REGISTRY_URL);
        for (String url : urls) {
            if (!isHttp(url)) {
                values.fault(ConfigKey.REGISTRY_URL, " is '" + url + "': http://host:port or https://… is expected");
            }
        }
        return new TidewatchConfig.Registry(urls, properties);
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private List<String> inputTopics() {
        List<String> topics = values.texts(ConfigKey.INPUT_TOPICS);
        if (topics.isEmpty()) {
            values.fault(ConfigKey.INPUT_TOPICS, " is missing: " + ConfigKey.INPUT_TOPICS.meaning());
        }
        return topics;
    }

    private void readFeatures() {
        JsonNode list = values.node(ConfigKey.INPUT_FEATURES);
        if (list.isArray()) {
            int index = 0;
            for (JsonNode feature : list) {
                readFeature(ConfigKey.INPUT_FEATURES.path() + "[" + index++ + "]", feature);
            }
        } else {
            values.texts(ConfigKey.INPUT_FEATURES).forEach(path -> addFeature(path, path, Aggregate.MEAN));
        }
        if (features.isEmpty() && faults.stream().noneMatch(f -> f.startsWith(ConfigKey.INPUT_FEATURES.path()))) {
            values.fault(ConfigKey.INPUT_FEATURES, " is missing: " + ConfigKey.INPUT_FEATURES.meaning());
        }
        Set<String> names = new HashSet<>();
        for (FeatureSpec feature : features) {
            if (!names.add(feature.name())) {
                values.fault(
                        ConfigKey.INPUT_FEATURES, " has two features named '" + feature.name() + "': names differ");
            }
        }
    }

    private void readFeature(String path, JsonNode feature) {
        if (feature.isTextual()) {
            addFeature(feature.textValue(), feature.textValue(), Aggregate.MEAN);
            return;
        }
        if (!feature.isObject()) {
            faults.add(path + " is " + feature + ": a field path or {field, name, aggregate} is expected");
            return;
        }
        List<String> known = List.of("field", "name", "aggregate");
        feature.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                faults.add(path + "." + key + " is no known key" + DidYouMean.of(key, known));
            }
        });
        String field = feature.path("field").asText();
        String name = feature.path("name").asText(field);
        Aggregate aggregate = Aggregate.MEAN;
        try {
            aggregate = Aggregate.parse(feature.path("aggregate").asText("mean"));
        } catch (IllegalArgumentException e) {
            faults.add(path + ".aggregate: " + e.getMessage());
        }
        if (field.isEmpty() && aggregate.kind() != Aggregate.Kind.COUNT) {
            faults.add(path + ".field is missing: only a count needs no field");
        } else if (name.isEmpty()) {
            faults.add(path + ".name is missing: a count of events needs a name");
        } else {
            addFeature(field, name, aggregate);
        }
    }

    private void addFeature(String field, String name, Aggregate aggregate) {
        featureFields.add(field);
        features.add(new FeatureSpec(name, aggregate));
    }

    private EventSpec event() {
        String entity = values.text(ConfigKey.INPUT_ENTITY, "key");
        String time = values.text(ConfigKey.INPUT_TIME, "record");
        EventSpec.TimeUnitOfField unit =
                values.parsed(ConfigKey.INPUT_TIME_UNIT, ConfigBinder::timeUnit, EventSpec.TimeUnitOfField.MILLIS);
        Instant earliest = values.parsed(ConfigKey.INPUT_TIME_EARLIEST, ConfigBinder::instant, Instant.EPOCH);
        Duration ahead = values.parsed(ConfigKey.INPUT_TIME_AHEAD, Durations::parse, Duration.ofDays(1));
        return new EventSpec(
                entity.equals("key") ? Optional.empty() : Optional.of(entity),
                time.equals("record") ? Optional.empty() : Optional.of(time),
                unit,
                featureFields,
                values.texts(ConfigKey.INPUT_CATEGORIES),
                earliest.toEpochMilli(),
                ahead.toMillis());
    }

    private static EventSpec.TimeUnitOfField timeUnit(String text) {
        return switch (text) {
            case "s" -> EventSpec.TimeUnitOfField.SECONDS;
            case "ms" -> EventSpec.TimeUnitOfField.MILLIS;
            case "us" -> EventSpec.TimeUnitOfField.MICROS;
            case "ns" -> EventSpec.TimeUnitOfField.NANOS;
            default -> throw new IllegalArgumentException("s, ms, us or ns is expected");
        };
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time such as 1990-01-01T00:00:00Z is expected", e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            ZoneId zone = ZoneId.of(text);
            return zone.equals(ZoneId.of("UTC")) ? ZoneOffset.UTC : zone;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a zone such as UTC or Europe/Berlin is expected", e);
        }
    }

    private StepSpec step() {
        Duration grace = values.parsed(ConfigKey.WINDOW_GRACE, Durations::parse, Duration.ZERO);
        if (values.text(ConfigKey.WINDOW_STEP, "").equals("event")) {
            return new StepSpec(0, grace.toMillis(), 0);
        }
        Duration step = values.parsed(ConfigKey.WINDOW_STEP, Durations::parse, Duration.ofMinutes(1));
        if (step.isZero()) {
            values.fault(ConfigKey.WINDOW_STEP, " is 0: a longer duration, or event, is expected");
        }
        Duration quiet = values.given(ConfigKey.WINDOW_QUIET_AFTER)
                ? values.parsed(ConfigKey.WINDOW_QUIET_AFTER, Durations::parse, step)
                : step.multipliedBy(2);
        if (quiet.compareTo(step) < 0) {
            values.fault(ConfigKey.WINDOW_QUIET_AFTER, " is shorter than window.step: at least one step is expected");
        }
        return new StepSpec(step.toMillis(), grace.toMillis(), quiet.toMillis());
    }

    private ModelSpec model() {
        ModelKind kind = values.parsed(ConfigKey.MODEL_KIND, ConfigBinder::modelKind, ModelKind.AUTOENCODER);
        List<Integer> hidden = new ArrayList<>();
        for (String width : values.texts(ConfigKey.MODEL_HIDDEN)) {
            if (width.matches("[1-9]\\d{0,3}")) {
                hidden.add(Integer.valueOf(width));
            } else {
                values.fault(ConfigKey.MODEL_HIDDEN, " holds '" + width + "': widths from 1 to 9999 are expected");
            }
        }
        return new ModelSpec(
                kind,
                hidden,
                values.integer(ConfigKey.MODEL_EPOCHS, 0, 100_000),
                values.integer(ConfigKey.MODEL_BATCH, 1, 100_000),
                values.positive(ConfigKey.MODEL_LEARNING_RATE),
                values.integer(ConfigKey.MODEL_SEED, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private static ModelKind modelKind(String text) {
        for (ModelKind kind : ModelKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("autoencoder is expected");
    }

    private TidewatchConfig.Topics topics(String name, List<String> inputTopics) {
        TidewatchConfig.Topics topics = new TidewatchConfig.Topics(
                values.text(ConfigKey.TOPICS_ALERTS, name + ".alerts"),
                values.text(ConfigKey.TOPICS_DEAD_LETTERS, name + ".dead-letters"),
                values.text(ConfigKey.TOPICS_MODELS, name + ".models"),
                values.flag(ConfigKey.TOPICS_CREATE),
                (short) values.integer(ConfigKey.TOPICS_REPLICATION, -1, 100));
        Set<String> used = new HashSet<>(inputTopics);
        Map<ConfigKey, String> written = Map.of(
                ConfigKey.TOPICS_ALERTS, topics.alerts(),
                ConfigKey.TOPICS_DEAD_LETTERS, topics.deadLetters(),
                ConfigKey.TOPICS_MODELS, topics.models());
        written.keySet().stream().sorted().forEach(key -> {
            String topic = written.getOrDefault(key, "");
            if (!used.add(topic)) {
                values.fault(
                        key, " is '" + topic + "', a topic that is read or written otherwise: its own is expected");
            }
        });
        return topics;
    }
}
