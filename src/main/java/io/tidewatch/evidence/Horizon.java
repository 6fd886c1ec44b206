package io.tidewatch.evidence;

/**
 * The runs of newest steps that evidence looks at: one step, a fifth and three quarters of the window (1, 6 and 24 of 32).
 */
public final class Horizon {
    /** How many there are. */
    public static final int COUNT = 3;

    private Horizon() {}

    /** The newest part of a block, which must support what the whole block says: a third, and the block before. */
    static int newest(int block, int windowSteps) {
        return block == 1 ? Math.max(1, length(1, windowSteps) / 3) : length(block - 1, windowSteps);
    }

    /** Length of a block in a window of so many steps: at least its number plus one, less than the window. */
    public static int length(int block, int windowSteps) {
        return switch (block) {
            case 0 -> 1;
            case 1 -> Math.max(2, windowSteps * 6 / 32);
            default -> Math.max(3, windowSteps * 24 / 32);
        };
    }
}
