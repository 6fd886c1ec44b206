package io.tidewatch.model.training;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelSpec;
import java.util.Collections;
import java.util.List;

/** Which widths a network gets when the configuration names none. */
final class Architecture {
    /**
     * Width of the outer hidden layers for one feature; it grows with the cube root of the number of features. (The square
     * root costs half as much again and was no better on machines of 19 and 38 features.)
     */
    private static final int OUTER_WIDTH = 48;

    private static final int LARGEST_OUTER_WIDTH = 192;

    /** Width of the code for one feature; it grows with the square root. */
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
        double outer = Math.ceil(OUTER_WIDTH * Math.cbrt(layout.features()) / MULTIPLE) * MULTIPLE;
        double code = Math.round(CODE_WIDTH * Math.sqrt(layout.features()));
        int outerWidth = (int) Math.min(LARGEST_OUTER_WIDTH, outer);
        int codeWidth = (int) Math.min(LARGEST_CODE_WIDTH, code);
        return List.of(outerWidth, codeWidth, outerWidth);
    }

    /** Index of the narrowest width, the first of them: where the code is. */
    static int narrowest(List<Integer> hidden) {
        return hidden.indexOf(Collections.min(hidden));
    }
}
