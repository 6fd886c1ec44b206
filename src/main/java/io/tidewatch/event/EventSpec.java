package io.tidewatch.event;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

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
