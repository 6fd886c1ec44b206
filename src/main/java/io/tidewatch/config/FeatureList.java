package io.tidewatch.config;

import io.tidewatch.config.Settings.Element;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.DeviationFilter;
import io.tidewatch.window.DeviationFilter.Direction;
import io.tidewatch.window.FeatureSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;

/** The features of {@code input.features}: paths with their specs, in one order. */
final class FeatureList {
    private static final String EXPECTED = "a field path, or {field, name, aggregate, direction, ignore-below}";
    private static final List<String> KEYS = List.of("field", "name", "aggregate", "direction", "ignore-below");

    private static final Form<Aggregate> AGGREGATE = new Form<>(
            "mean, min, max, sum, last, count, or a quantile such as p95",
            text -> Suggestion.among(text, Stream.of("mean", "min", "max", "sum", "last", "count"))
                    .map(word -> "Did you mean " + word + "?")
                    .orElse("A quantile is written p and its percent, over 0 and under 100"),
            Forms.attempt(Aggregate::parse),
            Aggregate.MEAN);

    private static final Form<Direction> DIRECTION =
            Forms.choice(Map.of("both", Direction.BOTH, "up", Direction.UP, "down", Direction.DOWN));

    private static final Pattern DEVIATION_TEXT = Pattern.compile("(\\d{1,18}(\\.\\d{1,18})?|\\.\\d{1,18}) ?(%?)");

    /** The smallest deviation that counts, in any direction. */
    private static final Form<DeviationFilter> IGNORE_BELOW = Form.of(
            "a deviation over 0 such as 5, or such as 10% of the expected value",
            "Write a number in the feature's unit, or a percentage; leave it out to ignore nothing",
            FeatureList::ignoreBelow,
            DeviationFilter.ANY);

    private final Settings settings;
    private final List<String> paths = new ArrayList<>();
    private final List<FeatureSpec> specs = new ArrayList<>();

    private FeatureList(Settings settings) {
        this.settings = settings;
    }

    static FeatureList read(Settings settings) {
        FeatureList list = new FeatureList(settings);
        List<Element> elements = settings.elements(ConfigReference.FEATURES, EXPECTED);
        elements.forEach(list::add);
        if (elements.isEmpty() && settings.faults().sound(ConfigReference.FEATURES)) {
            settings.faults()
                    .add(ConfigReference.FEATURES, "an empty list", "at least one feature", "Add a field path");
        }
        return list;
    }

    /** Field paths in feature order; "" counts events. */
    List<String> paths() {
        return List.copyOf(paths);
    }

    /** What the detector knows of them, in the same order. */
    List<FeatureSpec> specs() {
        return List.copyOf(specs);
    }

    private void add(Element element) {
        Optional<Map<String, Node>> group = element.group();
        if (group.isEmpty()) {
            String path = settings.read(element.name(), element.setting(), element.node(), Forms.FIELD);
            add(element, path, new FeatureSpec(path, Aggregate.MEAN));
            return;
        }
        Map<String, Node> values = group.get();
        values.forEach((key, value) -> {
            if (!KEYS.contains(key)) {
                settings.faults()
                        .add(
                                element.name() + "." + key,
                                "unknown key (" + element.setting().where(value) + ")",
                                "one of " + String.join(", ", KEYS),
                                Suggestion.among(key, KEYS.stream())
                                        .map(known -> "Did you mean " + known + "?")
                                        .orElse("Remove it"));
            }
        });
        Aggregate aggregate = read(element, values, "aggregate", AGGREGATE).orElse(Aggregate.MEAN);
        Direction direction = read(element, values, "direction", DIRECTION).orElse(Direction.BOTH);
        DeviationFilter least =
                read(element, values, "ignore-below", IGNORE_BELOW).orElse(DeviationFilter.ANY);
        DeviationFilter filter = new DeviationFilter(direction, least.ignoreBelow(), least.ignoreBelowShare());
        Optional<String> field = read(element, values, "field", Forms.FIELD);
        Optional<String> name = read(element, values, "name", Forms.NAME).or(() -> field);
        if (field.isEmpty() && (aggregate.kind() != Aggregate.Kind.COUNT || name.isEmpty())) {
            boolean counts = aggregate.kind() == Aggregate.Kind.COUNT;
            settings.faults()
                    .add(
                            element.name(),
                            "without field " + (counts ? "and name" : "") + " ("
                                    + element.setting().where(element.node()) + ")",
                            counts
                                    ? "a name for the count of events"
                                    : "a field to take the " + aggregate.text() + " of",
                            counts ? "Add name: events" : "Add field: and its path");
        }
        add(element, field.orElse(""), new FeatureSpec(name.orElse(""), aggregate, filter));
    }

    private static Optional<DeviationFilter> ignoreBelow(String text) {
        Matcher matcher = DEVIATION_TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        if (number.signum() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                matcher.group(3).isEmpty()
                        ? new DeviationFilter(Direction.BOTH, number.doubleValue(), 0)
                        : new DeviationFilter(
                                Direction.BOTH, 0, number.movePointLeft(2).doubleValue()));
    }

    private void add(Element element, String path, FeatureSpec spec) {
        if (settings.faults().sound(element.name())
                && specs.stream().anyMatch(other -> other.name().equals(spec.name()))) {
            settings.faults()
                    .add(
                            element.name(),
                            "name '" + spec.name() + "' again ("
                                    + element.setting().where(element.node()) + ")",
                            "a name of its own for each feature",
                            "Give it another one: {field: " + path + ", name: ..., aggregate: "
                                    + spec.aggregate().text() + "}");
        }
        paths.add(path);
        specs.add(spec);
    }

    private <T> Optional<T> read(Element element, Map<String, Node> values, String key, Form<T> form) {
        return Optional.ofNullable(values.get(key))
                .map(node -> settings.read(element.name() + "." + key, element.setting(), node, form));
    }
}
