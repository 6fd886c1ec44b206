package io.tidewatch.topology.state;

/**
 * How often keys are asked for again within so many calls, by a sample of them: what a memory of the keys used last would
 * find, without holding anything for it. Belongs to one thread.
 */
final class ReuseEstimator {
    /** One key in so many is watched, always the same ones. */
    private static final int ONE_IN = 8;

    /** Places for each key that is watched at a time: two that share one are taken for keys that never return. */
    private static final int PLACES = 4;

    private final long within;
    /** Of the key that took the place last its hash, in the upper half, and the number of the call. */
    private final long[] places;

    private int call;
    private int watched;
    private int returned;

    /** @param within calls after which a key has not returned, but come anew */
    ReuseEstimator(long within) {
        this.within = within;
        int wanted = (int) Math.min(1 << 24, Math.max(64, within * PLACES / ONE_IN));
        this.places = new long[Integer.highestOneBit(2 * wanted - 1)];
    }

    /** A key of this hash is asked for. */
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

    /** Whether at least one call in so many since the last question was for a key that returned. */
    boolean atLeastOneIn(int calls) {
        boolean enough = (long) returned * calls >= watched;
        watched = 0;
        returned = 0;
        return enough;
    }
}
