package io.tidewatch.topology.state;

/**
 * Estimates from a sample of keys how often a key is asked for again within so many calls: the hit rate that a cache of
 * the last used keys would have. Belongs to one thread.
 */
final class ReuseEstimator {
    /** One key in so many is in the sample, always the same ones. */
    private static final int ONE_IN = 8;

    /** Places for each key of the sample: two keys that share a place count as keys that never return. */
    private static final int PLACES = 4;

    private final long within;
    /** Per place the last key's hash, in the upper half, and the number of its call. */
    private final long[] places;

    private int call;
    private int watched;
    private int returned;

    /** @param within a key that is asked for again after more calls has not returned */
    ReuseEstimator(long within) {
        this.within = within;
        int wanted = (int) Math.min(1 << 24, Math.max(64, within * PLACES / ONE_IN));
        this.places = new long[Integer.highestOneBit(2 * wanted - 1)];
    }

    /** Notes that a key with this hash is asked for. */
    void ask(int hash) {
        call++;
        int spread = hash * 0x9E3779B1;
        spread ^= spread >>> 16;
        if (spread % ONE_IN != 0) {
            return;
        }
        int place = spread / ONE_IN & places.length - 1;
        long last = places[place];
        watched++;
        if ((int) (last >>> 32) == spread && call - (int) last <= within) {
            returned++;
        }
        places[place] = (long) spread << 32 | call & 0xFFFF_FFFFL;
    }

    /** Whether at least one call in so many was for a key that returned; counts since the last call of this method. */
    boolean atLeastOneIn(int calls) {
        boolean enough = (long) returned * calls >= watched;
        watched = 0;
        returned = 0;
        return enough;
    }
}
