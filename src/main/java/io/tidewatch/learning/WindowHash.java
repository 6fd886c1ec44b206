package io.tidewatch.learning;

/**
 * A hash of a window's entity and step: the same everywhere and always, so that the choice of windows depends on
 * nothing else. The finaliser is that of SplitMix64 (Steele, Lea, Flood 2014).
 */
final class WindowHash {
    private WindowHash() {}

    /**
     * A number that is uniform over windows, 0 and 1 excluded; allocates nothing.
     *
     * @param use numbers of different uses are independent
     */
    static double uniform(String entity, long stepMs, long use) {
        long hash = mixed(use ^ stepMs);
        for (int i = 0; i < entity.length(); i++) {
            hash = 31 * hash + entity.charAt(i);
        }
        return ((mixed(hash) >>> 11) + 0.5) * 0x1p-53;
    }

    private static long mixed(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
