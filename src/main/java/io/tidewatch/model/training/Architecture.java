package io.tidewatch.model.training;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelSpec;
import java.util.List;

/** Which widths a network gets when the configuration names none. */
final class Architecture {
    /** Width of the outer hidden layers for one feature; it grows with the square root of the number of features. */
    private static final int OUTER_WIDTH = 48;

    private static final int LARGEST_OUTER_WIDTH = 192;

    /** Width of the code for one feature. */
    private static final int CODE_WIDTH = 10;

    private static final int LARGEST_CODE_WIDTH = 40;

    /** Widths are multiples of this, so that they fill vector registers. */
    private static final int MULTIPLE = 16;

    private Architecture() {}

    /** The hidden widths, first to last. */
    static List<Integer> hidden(ModelSpec spec, InputLayout layout) {
        if (!spec.hidden().isEmpty()) {
            return spec.hidden();
        }
        double growth = Math.sqrt(layout.features());
        int outer = (int) Math.min(LARGEST_OUTER_WIDTH, Math.ceil(OUTER_WIDTH * growth / MULTIPLE) * MULTIPLE);
        int code = (int) Math.min(LARGEST_CODE_WIDTH, Math.round(CODE_WIDTH * growth));
        return List.of(outer, code, outer);
    }
}
