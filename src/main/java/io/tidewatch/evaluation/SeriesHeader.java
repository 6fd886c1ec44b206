package io.tidewatch.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The header of a series file: which column is what. */
final class SeriesHeader {
    private static final String TIMESTAMP = "timestamp";
    private static final String LABEL = "label";

    private final Path path;
    private final List<String> names;
    private final List<String> features = new ArrayList<>();
    private final List<Integer> featureColumns = new ArrayList<>();
    private final int timestampColumn;
    private final int labelColumn;
    private final int entityColumn;

    /**
     * @param entityColumn name of the column that names the entity; empty: none
     * @throws SeriesException when a column is missing, named twice or not at all
     */
    SeriesHeader(Path path, List<String> names, String entityColumn) {
        this.path = path;
        this.names = List.copyOf(names);
        requireDistinctNames();
        this.timestampColumn = column(TIMESTAMP);
        this.labelColumn = names.indexOf(LABEL);
        this.entityColumn = entityColumn.isEmpty() ? -1 : column(entityColumn);
        for (int i = 0; i < names.size(); i++) {
            if (i != timestampColumn && i != labelColumn && i != this.entityColumn) {
                featureColumns.add(i);
                features.add(names.get(i));
            }
        }
        if (features.isEmpty()) {
            throw new SeriesException(path + " has no feature column beside " + names + "; add numeric columns");
        }
    }

    private void requireDistinctNames() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).isEmpty()) {
                throw new SeriesException(
                        path + " line 1: column " + (i + 1) + " has no name; name it, or remove the column");
            }
            if (!seen.add(names.get(i))) {
                throw new SeriesException(
                        path + " line 1: two columns are named '" + names.get(i) + "'; rename one of them");
            }
        }
    }

    private int column(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new SeriesException(path + " line 1: no column is named '" + name + "', only " + names
                    + (otherwiseSeparated() ? "; separate the columns by commas" : "; rename the one that is meant"));
        }
        return index;
    }

    /** One column that looks like many: the file is separated by something else. */
    private boolean otherwiseSeparated() {
        return names.size() == 1 && names.get(0).matches("(?s).*[;\t].*");
    }

    /** Names of the feature columns, in order. */
    List<String> features() {
        return features;
    }

    /** Index of the column of a feature. */
    int featureColumn(int feature) {
        return featureColumns.get(feature);
    }

    int timestampColumn() {
        return timestampColumn;
    }

    /** Negative: there is none. */
    int labelColumn() {
        return labelColumn;
    }

    /** Negative: there is none. */
    int entityColumn() {
        return entityColumn;
    }

    String name(int column) {
        return names.get(column);
    }

    int columns() {
        return names.size();
    }
}
