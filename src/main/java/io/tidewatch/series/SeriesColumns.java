package io.tidewatch.series;

import io.tidewatch.event.EventSpec;
import java.util.List;
import java.util.Optional;

/**
 * The columns that a series file is read for, beside {@code timestamp} and {@code label}.
 *
 * @param entity name of the column that names the entity; empty: see the next
 * @param entityIfThere name of the column that does so when the file has it
 * @param features names of the feature columns, an empty one counts events; without any, every numeric column is one
 * @param categories names of the category columns, read as text
 */
public record SeriesColumns(
        String entity, Optional<String> entityIfThere, List<String> features, List<String> categories) {
    public SeriesColumns {
        features = List.copyOf(features);
        categories = List.copyOf(categories);
    }

    /** Every numeric column. */
    public static SeriesColumns numeric(String entity) {
        return new SeriesColumns(entity, Optional.empty(), List.of(), List.of());
    }

    /**
     * The columns that a configuration names.
     *
     * @param entityColumn name of the column that names the entity; empty: that of the configured field, if any
     * @param entity of all rows; empty: none is given
     */
    public static SeriesColumns of(EventSpec event, String entityColumn, String entity) {
        Optional<String> ifThere = entity.isEmpty() ? event.entityField() : Optional.empty();
        return new SeriesColumns(entityColumn, ifThere, event.features(), event.categories());
    }

    boolean everyNumeric() {
        return features.isEmpty();
    }
}
