package io.tidewatch.series;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.BitSet;

/** Finds out from the first rows of a series file which of its columns hold text. */
final class TextColumns {
    /** Rows looked at. */
    private static final int ROWS = 100;

    private final BitSet plain = new BitSet();
    private final BitSet text = new BitSet();

    private TextColumns() {}

    /**
     * Looks at the lines that come next. A column holds text when no cell of it is a plain number, and some cell is not
     * even a number with thousands signs or a unit, which would be a mistake that must be reported.
     */
    static BitSet of(SeriesLines lines) {
        TextColumns columns = new TextColumns();
        for (int row = 0; row < ROWS; row++) {
            CsvRecord line = lines.next();
            if (line == null) {
                break;
            }
            columns.look(line);
        }
        columns.text.andNot(columns.plain);
        return columns.text;
    }

    private void look(CsvRecord line) {
        for (int column = 0; column < line.getFieldCount(); column++) {
            String cell = line.getField(column).trim();
            if (cell.isEmpty()) {
                continue;
            }
            if (!Double.isNaN(NumberText.read(cell))) {
                plain.set(column);
            } else if (!NumberText.meant(cell)) {
                text.set(column);
            }
        }
    }
}
