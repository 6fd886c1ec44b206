package io.tidewatch.model.artifact;

/** How large a model may be: far beyond what training makes, far below what fills the memory. */
final class Limits {
    /** Of a file. */
    static final long FILE_BYTES = 256L << 20;

    /** Of the manifest, unpacked. */
    static final long MANIFEST_BYTES = 8L << 20;

    static final int STEPS = 4_096;
    static final int FEATURES = 10_000;
    static final int SIDE_INPUTS = 1_000_000;
    static final int LAYERS = 64;
    static final int CODES = 4_096;

    /** The training library's file has all that was trained three times, for its updater, and its own description. */
    static final long LIBRARY_TIMES_WEIGHTS = 16;

    static final long LIBRARY_DESCRIPTION_BYTES = 1L << 20;

    /** Numbers are hardly smaller when packed: what unpacks to more than this many times its size is no model. */
    private static final long RATIO = 10;

    /** A small file may hold little else than zeros. */
    private static final long SMALL_BYTES = 1L << 20;

    private Limits() {}

    /** What all entries of a file may unpack to. */
    static long unpackedBytes(long fileBytes) {
        return Math.min(2 * FILE_BYTES, Math.max(SMALL_BYTES, RATIO * fileBytes));
    }
}
