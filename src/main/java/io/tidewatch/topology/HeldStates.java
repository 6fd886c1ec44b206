package io.tidewatch.topology;

/**
 * How many entity states a task should hold: its {@link HeapShare} while enough of them are asked for again, few otherwise.
 *
 * <p>Where far more entities than fit take turns, each state is gone by the time it is wanted. Holding it then gains nothing
 * and costs much: it has grown old when it goes, and the collector copies it twice and searches the whole heap to find it.
 * So of entities that hardly ever come back only the newest are held, and now and then it is tried again. Belongs to one
 * thread.
 */
final class HeldStates {
    /** Less than one in so many found: not worth it. */
    private static final int ONE_IN = 4;

    /** Of so many rounds, one is spent on trying again; a round is as many calls as states fit. */
    private static final int ROUNDS = 16;

    private final HeapShare share;
    private long calls;
    private long found;
    private boolean full;
    private int roundsWithout;

    HeldStates(HeapShare share) {
        this.share = share;
    }

    /** How many to hold at present. */
    long limit() {
        return roundsWithout > 0 ? HeapShare.FEWEST : share.entities();
    }

    /** A state was asked for; {@code held}: and was there. */
    void asked(boolean held) {
        calls++;
        found += held ? 1 : 0;
        if (calls >= share.entities()) {
            endRound();
        }
    }

    /** A state had to go for another. */
    void gone() {
        full = true;
    }

    private void endRound() {
        if (roundsWithout > 0) {
            roundsWithout--;
        } else if (full && found < calls / ONE_IN) {
            roundsWithout = ROUNDS;
        }
        calls = 0;
        found = 0;
        full = false;
    }
}
