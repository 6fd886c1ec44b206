package io.tidewatch.series;

import io.tidewatch.event.Event;
import java.util.List;

/** The rows of a series file as the detector's events. */
public final class SeriesEvents {
    private final SeriesFile file;
    private final String entity;
    private final int[] columns;

    /**
     * @param fields the column of each feature, in the detector's order; an empty one counts events
     * @param entity of rows without an entity column
     * @throws SeriesException when the file has no such column
     */
    public SeriesEvents(SeriesFile file, List<String> fields, String entity) {
        this.file = file;
        this.entity = entity;
        this.columns = new int[fields.size()];
        for (int i = 0; i < columns.length; i++) {
            String field = fields.get(i);
            columns[i] = file.features().indexOf(field);
            if (columns[i] < 0 && !field.isEmpty()) {
                throw new SeriesException(file.path() + " has no column '" + field + "' for the feature, only "
                        + file.columns() + "; rename it, or the feature's field");
            }
        }
    }

    public SeriesFile file() {
        return file;
    }

    /** The event of a row. */
    public Event event(SeriesRow row) {
        double[] values = new double[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = columns[i] < 0 ? 1 : row.value(columns[i]);
        }
        return new Event(row.entity().isEmpty() ? entity : row.entity(), row.timestampMs(), values, row.categories());
    }
}
