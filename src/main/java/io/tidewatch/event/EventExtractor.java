package io.tidewatch.event;

import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.text.Readable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns records of one writer schema into events. Compiled once per schema: paths become positions, and a field whose
 * type can never serve is found then, not record by record. Immutable, and safe for many threads.
 */
public final class EventExtractor {
    /** Longest name of an entity, bytes of UTF-8; names are stored with every state and alert. */
    static final int LONGEST_ENTITY_BYTES = 1024;

    /** Longest text of a category, characters; what is longer is cut. */
    static final int LONGEST_CATEGORY = 256;

    private final EventSpec spec;
    private final TimeText timeText;
    private final @Nullable TypedField entity;
    private final @Nullable TypedField time;
    /** One per feature; null counts events and reads nothing. */
    private final @Nullable TypedField[] features;

    private final TypedField[] categories;
    private final List<String> missing = new ArrayList<>();
    private final @Nullable Rejected always;

    /** @param writer schema that the records were written with, a record */
    public EventExtractor(EventSpec spec, Schema writer) {
        if (writer.getType() != Schema.Type.RECORD) {
            throw new IllegalArgumentException("an event is a record, not " + AvroTypes.name(writer));
        }
        this.spec = spec;
        this.timeText = spec.timeText();
        List<TypedField> all = new ArrayList<>();
        this.entity = spec.entityField()
                .map(path -> field("entity field", path, writer, Texts::canName, "text or a whole number", all))
                .orElse(null);
        this.time = spec.timeField()
                .map(path -> field("time field", path, writer, Times::canRead, "a time", all))
                .orElse(null);
        int places = all.size();
        this.features = new TypedField[spec.features().size()];
        for (int i = 0; i < features.length; i++) {
            String path = spec.features().get(i);
            features[i] = path.isEmpty() ? null : field("feature", path, writer, Numbers::canRead, "a number", all);
        }
        this.categories = new TypedField[spec.categories().size()];
        for (int i = 0; i < categories.length; i++) {
            String path = spec.categories().get(i);
            categories[i] = field("category", path, writer, Texts::canCategorise, "text or a whole number", all);
        }
        this.always = all.stream()
                .filter(field -> !field.possible())
                .findFirst()
                .map(TypedField::impossible)
                .orElse(null);
        all.stream()
                .skip(places)
                .filter(field -> !field.present())
                .map(TypedField::path)
                .forEach(missing::add);
    }

    private static TypedField field(
            String role, String path, Schema writer, Predicate<Schema> fits, String wanted, List<TypedField> all) {
        TypedField field = new TypedField(role, path, writer, fits, wanted);
        all.add(field);
        return field;
    }

    /** Paths of configured features or categories that the schema does not have; they are missing in every event. */
    public List<String> missingFeatures() {
        return List.copyOf(missing);
    }

    /** Why every record of this schema is rejected; empty when not. */
    public Optional<Rejected> alwaysRejected() {
        return Optional.ofNullable(always);
    }

    /**
     * Turns a record into an event.
     *
     * @param keyText the record's key as text; null when there is none, or an entity field is configured
     * @param recordTimestampMs the record's own timestamp, epoch milliseconds
     * @param nowMs wall-clock time, epoch milliseconds
     */
    public Extraction extract(GenericRecord value, @Nullable String keyText, long recordTimestampMs, long nowMs) {
        if (always != null) {
            return always;
        }
        Object named = entity == null ? keyText : entity.read(value);
        if (named == null) {
            return noKey("is absent");
        }
        if (entity != null && entity.typeOf(named) == null) {
            return entity.wrongType(named);
        }
        String name = Texts.read(named);
        if (name.isEmpty() || !BoundedText.fits(name, LONGEST_ENTITY_BYTES)) {
            return noKey(name.isEmpty() ? "is empty" : "is longer than " + LONGEST_ENTITY_BYTES + " bytes");
        }
        if (time == null) {
            return inRange(recordTimestampMs, nowMs)
                    ? at(recordTimestampMs, name, value)
                    : outOfRange(recordTimestampMs, null, nowMs);
        }
        Object when = time.read(value);
        if (when == null) {
            return new Rejected(RejectionReason.NO_TIME, time + " is absent or null");
        }
        Schema type = time.typeOf(when);
        if (type == null) {
            return time.wrongType(when);
        }
        long timestampMs;
        try {
            timestampMs = Times.read(when, type, timeText);
        } catch (DateTimeException e) {
            return time.wrong("'" + Readable.name(when.toString()) + "' " + e.getMessage());
        }
        return inRange(timestampMs, nowMs)
                ? at(timestampMs, name, value)
                : outOfRange(timestampMs, Times.plainNumber(when, type), nowMs);
    }

    private boolean inRange(long timestampMs, long nowMs) {
        return timestampMs >= spec.earliestMs() && timestampMs - spec.aheadMs() <= nowMs;
    }

    /** @param number that the event time was read from, in the configured unit; null: from none */
    private Rejected outOfRange(long timestampMs, @Nullable BigDecimal number, long nowMs) {
        String bound = timestampMs < spec.earliestMs()
                ? "before " + Instant.ofEpochMilli(spec.earliestMs())
                : "more than " + spec.aheadMs() + " ms ahead of the clock";
        String hint = number == null ? null : new TimeRange(spec.earliestMs(), nowMs + spec.aheadMs()).unitHint(number);
        String remedy = hint == null
                ? "check the time field and its unit"
                : time + " holds " + number + ", read as " + spec.timeUnit().words() + "; " + hint;
        return new Rejected(
                RejectionReason.TIME_OUT_OF_RANGE,
                "event time " + Instant.ofEpochMilli(timestampMs) + " is " + bound + "; " + remedy);
    }

    private Extraction at(long timestampMs, String name, GenericRecord value) {
        double[] numbers = new double[features.length];
        for (int i = 0; i < numbers.length; i++) {
            TypedField feature = features[i];
            if (feature == null) {
                numbers[i] = 1;
                continue;
            }
            Object number = feature.read(value);
            if (number == null) {
                numbers[i] = Double.NaN;
                continue;
            }
            Schema type = feature.typeOf(number);
            if (type == null) {
                return feature.wrongType(number);
            }
            try {
                numbers[i] = Numbers.read(number, type);
            } catch (IllegalArgumentException e) {
                return feature.wrong(Objects.requireNonNull(e.getMessage()));
            }
        }
        String[] texts = new String[categories.length];
        for (int i = 0; i < texts.length; i++) {
            Object text = categories[i].read(value);
            if (text != null && categories[i].typeOf(text) == null) {
                return categories[i].wrongType(text);
            }
            texts[i] = text == null ? null : shortened(Texts.read(text));
        }
        return Event.keeping(name, timestampMs, numbers, texts);
    }

    private Rejected noKey(String fault) {
        return new Rejected(RejectionReason.NO_KEY, (entity == null ? "the record's key" : entity) + " " + fault);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_CATEGORY ? text : text.substring(0, LONGEST_CATEGORY);
    }
}
