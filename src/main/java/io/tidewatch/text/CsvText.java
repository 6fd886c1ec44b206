package io.tidewatch.text;

/**
 * A text from outside as a cell of a CSV file: {@linkplain Readable readable}, and no formula for a spreadsheet.
 *
 * <p>A cell that begins as a formula may, with {@code = + - @}, their wide forms, or an apostrophe, gets an apostrophe in
 * front. So a reader who wants the text takes one apostrophe from the front of a cell that has one. Numbers are no texts,
 * and do not come here.
 */
public final class CsvText {
    /** An apostrophe is among them, so that the one in front can be told from one of the text's own. */
    private static final String FIRST_OF_FORMULAS = "=+-@\uff1d\uff0b\uff0d\uff20'";

    private CsvText() {}

    /** The cell, before it is quoted as CSV has it. */
    public static String of(String text) {
        // A tab or a line's end in front is a formula's beginning, too: by now it is a backslash.
        String cell = Readable.text(text);
        return !cell.isEmpty() && FIRST_OF_FORMULAS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }
}
