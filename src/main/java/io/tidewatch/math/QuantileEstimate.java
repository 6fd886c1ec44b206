package io.tidewatch.math;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A running quantile in constant space: exact up to five values, then the P² algorithm (Jain and Chlamtac, CACM 28/10,
 * 1985).
 */
public final class QuantileEstimate {
    private static final int MARKERS = 5;

    private final double probability;
    private final double[] heights = new double[MARKERS];
    private final double[] positions = {1, 2, 3, 4, 5};
    private int count;

    public QuantileEstimate(double probability) {
        this.probability = probability;
    }

    public void add(double x) {
        if (count < MARKERS) {
            heights[count++] = x;
            Arrays.sort(heights, 0, count);
            return;
        }
        count++;
        int cell = 0;
        if (x < heights[0]) {
            heights[0] = x;
        } else if (x >= heights[MARKERS - 1]) {
            heights[MARKERS - 1] = x;
            cell = MARKERS - 2;
        } else {
            while (x >= heights[cell + 1]) {
                cell++;
            }
        }
        for (int i = cell + 1; i < MARKERS; i++) {
            positions[i]++;
        }
        for (int i = 1; i < MARKERS - 1; i++) {
            double gap = desired(i) - positions[i];
            if ((gap >= 1 && positions[i + 1] - positions[i] > 1)
                    || (gap <= -1 && positions[i - 1] - positions[i] < -1)) {
                move(i, gap > 0 ? 1 : -1);
            }
        }
    }

    private double desired(int marker) {
        double share =
                switch (marker) {
                    case 1 -> probability / 2;
                    case 2 -> probability;
                    default -> (1 + probability) / 2;
                };
        return 1 + (count - 1) * share;
    }

    private void move(int i, int by) {
        double below = positions[i] - positions[i - 1];
        double above = positions[i + 1] - positions[i];
        double parabolic = heights[i]
                + by
                        / (below + above)
                        * ((below + by) * (heights[i + 1] - heights[i]) / above
                                + (above - by) * (heights[i] - heights[i - 1]) / below);
        if (heights[i - 1] < parabolic && parabolic < heights[i + 1]) {
            heights[i] = parabolic;
        } else {
            heights[i] += by * (heights[i + by] - heights[i]) / (positions[i + by] - positions[i]);
        }
        positions[i] += by;
    }

    /** The estimate; NaN before the first value. */
    public double estimate() {
        if (count == 0) {
            return Double.NaN;
        }
        if (count > MARKERS) {
            return heights[2];
        }
        double at = probability * (count - 1);
        int low = (int) at;
        int high = Math.min(low + 1, count - 1);
        return heights[low] + (at - low) * (heights[high] - heights[low]);
    }

    public void write(ByteBuffer out) {
        out.putInt(count);
        for (int i = 0; i < MARKERS; i++) {
            out.putDouble(heights[i]);
            out.putDouble(positions[i]);
        }
    }

    public void read(ByteBuffer in) {
        count = in.getInt();
        for (int i = 0; i < MARKERS; i++) {
            heights[i] = in.getDouble();
            positions[i] = in.getDouble();
        }
    }
}
