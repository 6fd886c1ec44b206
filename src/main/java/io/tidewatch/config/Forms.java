package io.tidewatch.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms that values take. */
final class Forms {
    private static final Pattern DURATION_TEXT = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");
    private static final Map<String, Long> UNIT_MS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    /** Avro's rule for names, between dots. */
    private static final Pattern FIELD_PATH =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*(\\.[\\p{L}_][\\p{L}\\p{N}_]*)*");

    private static final Pattern TOPIC_NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");
    private static final Pattern BROKER = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:,@\\s\\[\\]]+):(\\d{1,5})");
    private static final Pattern DETECTOR_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");

    static final Form<String> DETECTOR =
            matching(DETECTOR_NAME, "a name of a-z, 0-9 and -", "Write for example orders-eu", "detector");

    static final Form<String> FIELD =
            matching(FIELD_PATH, "the path of a field, such as cpu or host.name", "Write the names between dots", "f");

    static final Form<String> TOPIC = matching(
            TOPIC_NAME, "a topic name of letters, digits, '.', '_' and '-'", "Correct the topic's name", "topic");

    static final Form<String> NAME =
            matching(Pattern.compile("\\S(.{0,98}\\S)?"), "a name of 1 to 100 characters", "Choose a name", "name");

    static final Form<Long> DURATION = Form.of(
            "a duration such as 500ms, 10s, 5m, 1h or 1d",
            "Write a whole number and its unit: ms, s, m, h or d",
            Forms::duration,
            0L);

    static final Form<Instant> INSTANT = Form.of(
            "a time such as 1990-01-01T00:00:00Z",
            "Write it in ISO-8601 with its zone",
            attempt(Instant::parse),
            Instant.EPOCH);

    static final Form<ZoneId> ZONE = new Form<>(
            "a time zone such as UTC or Europe/Berlin",
            text -> Suggestion.among(text, ZoneId.getAvailableZoneIds().stream())
                    .map(zone -> "Did you mean " + zone + "?")
                    .orElse("Write it as region/city"),
            attempt(Forms::zone),
            ZoneOffset.UTC);

    static final Form<Path> DIRECTORY = Form.of("a directory", "Write a path", attempt(Forms::path), Path.of("."));

    static final Form<Path> FILE = Form.of("a file", "Write a path", attempt(Forms::path), Path.of("."));

    static final Form<Optional<Path>> FILE_OR_NONE = Form.of(
            "a file, or none",
            "Write a path",
            text -> text.equals("none")
                    ? Optional.of(Optional.empty())
                    : attempt(Forms::path).apply(text).map(Optional::of),
            Optional.empty());

    static final Form<String> HOST = matching(
            Pattern.compile("[^\\s/:]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*"),
            "a host name or address",
            "Write for example 127.0.0.1, or 0.0.0.0 for all networks",
            "127.0.0.1");

    static final Form<Boolean> BOOLEAN = choice(Map.of("true", true, "false", false));

    static final Form<String> BROKERS = Form.of(
            "brokers as host:port, separated by commas",
            "Write for example kafka-1:9092,kafka-2:9092",
            text -> Optional.of(text)
                    .filter(all -> Arrays.stream(all.split(",", -1)).allMatch(one -> isBroker(one.trim()))),
            "localhost:9092");

    static final Form<List<RegistryAddress>> URLS = Form.of(
            "an http or https address, or several separated by commas",
            "Write for example http://localhost:8081, and a login as basic.auth.user.info",
            Forms::addresses,
            List.of(new RegistryAddress("http://localhost:8081", Optional.empty())));

    private Forms() {}

    /** A whole number between two bounds, both included. */
    static Form<Long> integer(long least, long most) {
        return Form.of(
                "a whole number from " + least + " to " + most,
                "Write a number in that range",
                text -> attempt(Long::parseLong).apply(text).filter(number -> number >= least && number <= most),
                least);
    }

    /** A number over 0, and up to a bound. */
    static Form<Double> positive(double most) {
        String bound = most == Math.rint(most) ? Long.toString((long) most) : Double.toString(most);
        return Form.of(
                "a number over 0, at most " + bound,
                "Write a number in that range",
                text -> attempt(Double::parseDouble).apply(text).filter(number -> number > 0 && number <= most),
                most);
    }

    static <T> Form<T> choice(Map<String, T> words) {
        List<String> known = words.keySet().stream().sorted().toList();
        return new Form<>(
                (known.size() == 1 ? "" : "one of ") + String.join(", ", known),
                text -> Suggestion.among(text, known.stream())
                        .map(word -> "Did you mean " + word + "?")
                        .orElse("Write " + String.join(" or ", known)),
                text -> Optional.ofNullable(words.get(text)),
                words.values().iterator().next());
    }

    private static Form<String> matching(Pattern pattern, String expected, String remedy, String standIn) {
        Predicate<String> matches = pattern.asMatchPredicate();
        return Form.of(expected, remedy, text -> Optional.of(text).filter(matches), standIn);
    }

    /** A parser that throws where others return empty. */
    static <T> Function<String, Optional<T>> attempt(Function<String, T> parser) {
        return text -> {
            try {
                return Optional.of(parser.apply(text));
            } catch (IllegalArgumentException | DateTimeException e) {
                return Optional.empty();
            }
        };
    }

    private static Optional<Long> duration(String text) {
        Matcher matcher = DURATION_TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(UNIT_MS.get(matcher.group(2)))
                .map(unitMs -> Long.parseLong(matcher.group(1)) * unitMs);
    }

    private static ZoneId zone(String text) {
        // The core takes a fixed offset's short way; UTC is the most common of them.
        return ZoneId.of(text).normalized();
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new InvalidPathException(text, "empty");
        }
        return Path.of(text);
    }

    private static boolean isBroker(String text) {
        Matcher matcher = BROKER.matcher(text);
        return matcher.matches() && Integer.parseInt(matcher.group(2)) <= 65_535;
    }

    private static Optional<List<RegistryAddress>> addresses(String text) {
        List<Optional<RegistryAddress>> each = Arrays.stream(text.split(",", -1))
                .map(one -> RegistryAddress.of(one.trim()))
                .toList();
        return Optional.of(each)
                .filter(all -> all.stream().allMatch(Optional::isPresent))
                .map(all -> all.stream().flatMap(Optional::stream).toList());
    }
}
