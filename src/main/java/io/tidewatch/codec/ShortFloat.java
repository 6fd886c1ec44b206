package io.tidewatch.codec;

/**
 * Floats of two bytes (bfloat16: a float's range, three digits), for numbers of the state that need no more. They are
 * rounded when they are computed, not when they are written, so that a restart changes nothing.
 */
public final class ShortFloat {

    private ShortFloat() {}

    /** The nearest float that two bytes hold; NaN stays NaN. */
    public static float round(float value) {
        return Float.isNaN(value) ? Float.NaN : decode(encode(value));
    }

    /** The two bytes of a rounded float. */
    public static short encode(float value) {
        int bits = Float.floatToIntBits(value);
        // Rounding up must not turn the largest finite floats into infinity, nor NaN into anything else.
        int half = (bits & 0x7fff0000) >= 0x7f7f0000 ? 0 : 0x8000;
        return (short) ((bits + half) >>> 16);
    }

    /** The float of two bytes. */
    public static float decode(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
