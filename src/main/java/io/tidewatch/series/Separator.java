package io.tidewatch.series;

import java.io.IOException;
import java.io.InputStream;

/** What separates the cells of a series file: of the marks in its header, outside quotes, the most frequent. */
enum Separator {
    /** Also of a header with one column. */
    COMMA(',', "a comma"),
    SEMICOLON(';', "a semicolon"),
    TAB('\t', "a tab");

    /** Longest header looked through, bytes. */
    private static final int LONGEST_HEADER = 1 << 20;

    private final char mark;
    private final String text;

    Separator(char mark, String text) {
        this.mark = mark;
        this.text = text;
    }

    /** Finds the separator of a text that is at its beginning, and is there again afterwards. */
    static Separator of(InputStream markable) throws IOException {
        markable.mark(LONGEST_HEADER);
        int[] counts = new int[values().length];
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < LONGEST_HEADER; i++) {
            int next = markable.read();
            boolean lineEnd = next == '\n' || next == '\r';
            if (next < 0 || (lineEnd && begun && !quoted)) {
                break;
            }
            begun |= !lineEnd;
            quoted ^= next == '"';
            for (Separator separator : values()) {
                counts[separator.ordinal()] += !quoted && next == separator.mark ? 1 : 0;
            }
        }
        markable.reset();
        return mostFrequent(counts);
    }

    private static Separator mostFrequent(int[] counts) {
        Separator best = COMMA;
        for (Separator separator : values()) {
            best = counts[separator.ordinal()] > counts[best.ordinal()] ? separator : best;
        }
        return best;
    }

    char mark() {
        return mark;
    }

    /** For messages: {@code a comma}. */
    @Override
    public String toString() {
        return text;
    }
}
