package io.tidewatch.evaluation.suite;

import io.tidewatch.text.Readable;
import java.util.List;

/**
 * A table of text, in Markdown.
 *
 * @param title stands above it
 * @param rows each as long as the header
 */
record Table(String title, List<String> header, List<List<String>> rows) {

    Table {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(row + " has not the " + header.size() + " cells of the header");
            }
        }
    }

    String markdown() {
        StringBuilder text = new StringBuilder("### ").append(title).append("\n\n");
        line(text, header);
        line(
                text,
                header.stream()
                        .map(cell -> cell.equals(header.get(0)) ? "---" : "---:")
                        .toList());
        rows.forEach(row -> line(text, row));
        return text.append('\n').toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ")
                .append(String.join(
                        " | ",
                        cells.stream()
                                .map(cell -> Readable.text(cell).replace("|", "\\|"))
                                .toList()));
        text.append(" |\n");
    }
}
