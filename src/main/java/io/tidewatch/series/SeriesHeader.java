package io.tidewatch.series;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.tidewatch.text.Readable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header of a series file: which column is what. */
final class SeriesHeader {
    private static final String TIMESTAMP = "timestamp";
    private static final String LABEL = "label";

    private final Path path;
    private final List<String> names;
    private final Separator separator;
    private final List<Integer> features = new ArrayList<>();
    private final List<Integer> categories = new ArrayList<>();
    private final List<Integer> leftOut = new ArrayList<>();
    private final int timestampColumn;
    private final int labelColumn;
    private final int entityColumn;

    /**
     * Reads the header, and the rows after it when they must tell which columns hold text.
     *
     * @throws SeriesException when a column is missing, named twice or not at all
     */
    SeriesHeader(Path path, List<String> names, SeriesColumns wanted, SeriesLines rows) {
        this.path = path;
        this.names = List.copyOf(names);
        this.separator = rows.separator();
        if (!names.contains(TIMESTAMP)) {
            throw missing(TIMESTAMP, groupedNumber(rows.next()));
        }
        this.timestampColumn = column(TIMESTAMP);
        this.labelColumn = names.contains(LABEL) ? column(LABEL) : -1;
        this.entityColumn = entityColumn(wanted);
        wanted.categories().forEach(name -> categories.add(column(name)));
        if (wanted.everyNumeric()) {
            everyNumeric(TextColumns.of(rows));
        } else {
            wanted.features().stream()
                    .distinct()
                    .filter(name -> names.contains(name) && !special(column(name)))
                    .forEach(name -> features.add(column(name)));
        }
    }

    private int entityColumn(SeriesColumns wanted) {
        return wanted.entity().isEmpty()
                ? wanted.entityIfThere()
                        .filter(names::contains)
                        .map(this::column)
                        .orElse(-1)
                : column(wanted.entity());
    }

    private void everyNumeric(BitSet text) {
        for (int i = 0; i < names.size(); i++) {
            requireName(i);
            if (!special(i) && !categories.contains(i)) {
                (text.get(i) ? leftOut : features).add(i);
            }
        }
        if (features.isEmpty()) {
            throw new SeriesException(path + " has no feature column beside " + names
                    + (leftOut.isEmpty() ? "" : ": text in " + leftOut()) + "; add numeric columns");
        }
    }

    /** Whether a column is no measurement. */
    private boolean special(int column) {
        return column == timestampColumn || column == labelColumn || column == entityColumn;
    }

    private void requireName(int column) {
        if (names.get(column).isEmpty()) {
            throw new SeriesException(
                    path + " line 1: column " + (column + 1) + " has no name; name it, or remove the column");
        }
        column(names.get(column));
    }

    private int column(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw missing(name, "");
        }
        if (index < names.lastIndexOf(name)) {
            throw new SeriesException(path + " line 1: two columns are named '" + name + "'; rename one of them");
        }
        return index;
    }

    private SeriesException missing(String name, String more) {
        return new SeriesException(path + " line 1: no column is named '" + name + "', only " + names + " (" + separator
                + " separates them); rename the one that is meant" + more);
    }

    /** The next fault of a file that was exported for people, reported together with the first. */
    private String groupedNumber(@Nullable CsvRecord row) {
        for (int i = 0; row != null && i < Math.min(names.size(), row.getFieldCount()); i++) {
            String cell = row.getField(i).trim();
            if (NumberText.grouped(cell)) {
                return "; line " + row.getStartingLineNumber() + " column " + Readable.name(names.get(i)) + ": '"
                        + Readable.name(cell) + "' is no number; " + NumberText.remedy(cell, separator);
            }
        }
        return "";
    }

    /** Names of the feature columns, in order. */
    List<String> features() {
        return features.stream().map(names::get).toList();
    }

    /** Names of the columns that are no features because they hold text, in order. */
    List<String> leftOut() {
        return leftOut.stream().map(names::get).toList();
    }

    /** Indices of the feature columns, in order. */
    List<Integer> featureColumns() {
        return features;
    }

    /** Indices of the category columns, in order. */
    List<Integer> categoryColumns() {
        return categories;
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

    List<String> names() {
        return names;
    }

    Separator separator() {
        return separator;
    }
}
