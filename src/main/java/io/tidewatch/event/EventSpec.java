package io.tidewatch.event;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where in a record the entity, the time, the features and the category fields are.
 *
 * @param entityField path of the field that names the entity; empty: the record's key names it
 * @param timeField path of the field that holds the event time; empty: the record's own timestamp
 * @param timeUnit how a plain number in the time field counts (Avro timestamps know their unit)
 * @param features paths of the numeric fields, in feature order; an empty path ("") counts events and reads nothing
 * @param categories paths of the category fields, in their order
 * @param earliestMs event times before this are out of range, epoch milliseconds
 * @param aheadMs event times further than this ahead of the clock are out of range, milliseconds
 * @param keyFormat how the record's key is written, where it names the entity
 * @param zone of local times: text and Avro types that name no zone
 */
public record EventSpec(
        Optional<String> entityField,
        Optional<String> timeField,
        TimeUnitOfField timeUnit,
        List<String> features,
        List<String> categories,
        long earliestMs,
        long aheadMs,
        KeyFormat keyFormat,
        ZoneId zone) {

    /** How a plain Avro number in the time field counts. */
    public enum TimeUnitOfField {
        SECONDS("s", "seconds", 3),
        MILLIS("ms", "milliseconds", 0),
        MICROS("us", "microseconds", -3),
        NANOS("ns", "nanoseconds", -6);

        private final String label;
        private final String words;

        /** How far the decimal point moves to the right to make milliseconds of it. */
        private final int places;

        TimeUnitOfField(String label, String words, int places) {
            this.label = label;
            this.words = words;
            this.places = places;
        }

        /** As the configuration writes it. */
        public String label() {
            return label;
        }

        /** As a sentence writes it. */
        public String words() {
            return words;
        }

        /** A number of this unit as milliseconds, rounded down; the farthest possible where they are too many. */
        long millis(long number) {
            return switch (this) {
                case SECONDS -> TimeUnit.SECONDS.toMillis(number);
                case MILLIS -> number;
                case MICROS -> Math.floorDiv(number, 1_000L);
                case NANOS -> Math.floorDiv(number, 1_000_000L);
            };
        }

        /** A number of this unit as milliseconds, rounded; the farthest possible where they are too many. */
        long millis(double number) {
            return Math.round(
                    switch (this) {
                        case SECONDS -> number * 1e3;
                        case MILLIS -> number;
                        case MICROS -> number * 1e-3;
                        case NANOS -> number * 1e-6;
                    });
        }

        /**
         * A number of this unit as milliseconds, rounded down.
         *
         * @throws ArithmeticException when they are too many
         */
        long millis(BigDecimal number) {
            return number.movePointRight(places).setScale(0, RoundingMode.FLOOR).longValueExact();
        }
    }

    /** A specification that takes each key for what it looks like, and local times as UTC. */
    public EventSpec(
            Optional<String> entityField,
            Optional<String> timeField,
            TimeUnitOfField timeUnit,
            List<String> features,
            List<String> categories,
            long earliestMs,
            long aheadMs) {
        this(
                entityField,
                timeField,
                timeUnit,
                features,
                categories,
                earliestMs,
                aheadMs,
                KeyFormat.AUTO,
                ZoneOffset.UTC);
    }

    public EventSpec {
        features = List.copyOf(features);
        categories = List.copyOf(categories);
    }

    public TimeText timeText() {
        return new TimeText(timeUnit, zone);
    }

    public EventSpec withFeatures(List<String> others) {
        return new EventSpec(
                entityField, timeField, timeUnit, others, categories, earliestMs, aheadMs, keyFormat, zone);
    }
}
