package io.tidewatch.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of neighbouring rows.
 *
 * @param first index of its first row
 * @param last index of its last row, not before the first
 */
public record RowSpan(int first, int last) {

    public RowSpan {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("rows " + first + " to " + last + " are no span");
        }
    }

    /** The runs of rows that are flagged, in order. */
    public static List<RowSpan> of(boolean[] flags) {
        List<RowSpan> runs = new ArrayList<>();
        int first = -1;
        for (int i = 0; i <= flags.length; i++) {
            boolean flagged = i < flags.length && flags[i];
            if (flagged && first < 0) {
                first = i;
            } else if (!flagged && first >= 0) {
                runs.add(new RowSpan(first, i - 1));
                first = -1;
            }
        }
        return List.copyOf(runs);
    }
}
