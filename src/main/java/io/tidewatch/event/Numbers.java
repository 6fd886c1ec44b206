package io.tidewatch.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;

/**
 * Avro values as numbers: all numeric types, booleans as 0 or 1, decimals. Times and dates are the number that Avro
 * stores, in its own unit.
 */
final class Numbers {
    /**
     * Longest decimal, bytes of its unscaled number: 616 digits, twice those of the largest double. Making a number of more
     * takes a time that grows with the square of their count.
     */
    static final int MOST_DECIMAL_BYTES = 256;

    /** Most decimal places, before or after the point; a double ends long before. */
    static final int MOST_DECIMAL_PLACES = 1000;

    /** A big-decimal's bytes besides its number: that number's length and the scale, each of up to five bytes. */
    private static final int BIG_DECIMAL_FRAME_BYTES = 10;

    private static final Conversions.BigDecimalConversion BIG_DECIMAL = new Conversions.BigDecimalConversion();

    private Numbers() {}

    /** Whether every value of a type is a number. */
    static boolean canRead(Schema schema) {
        return switch (schema.getType()) {
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN -> true;
            case BYTES -> decimal(schema) || "big-decimal".equals(AvroTypes.logical(schema));
            case FIXED -> decimal(schema);
            default -> false;
        };
    }

    /**
     * A value as a number.
     *
     * @param leaf its type
     * @throws IllegalArgumentException when a decimal's bytes are no decimal, or too many
     */
    static double read(Object value, Schema leaf) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        return decimal(value, leaf).doubleValue();
    }

    private static boolean decimal(Schema schema) {
        return schema.getLogicalType() instanceof LogicalTypes.Decimal;
    }

    private static BigDecimal decimal(Object value, Schema leaf) {
        ByteBuffer bytes =
                value instanceof GenericFixed fixed ? ByteBuffer.wrap(fixed.bytes()) : ((ByteBuffer) value).duplicate();
        if (leaf.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            if (bytes.remaining() == 0) {
                throw new IllegalArgumentException("a decimal has at least one byte");
            }
            checkBytes(bytes.remaining(), MOST_DECIMAL_BYTES);
            byte[] unscaled = new byte[bytes.remaining()];
            bytes.get(unscaled);
            return checkPlaces(new BigDecimal(new BigInteger(unscaled), decimal.getScale()));
        }
        checkBytes(bytes.remaining(), MOST_DECIMAL_BYTES + BIG_DECIMAL_FRAME_BYTES);
        BigDecimal number;
        try {
            number = BIG_DECIMAL.fromBytes(bytes, leaf, leaf.getLogicalType());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("bytes are no big-decimal", e);
        }
        return checkPlaces(number);
    }

    private static void checkBytes(int found, int most) {
        if (found > most) {
            throw new IllegalArgumentException("a decimal of " + found + " bytes is longer than " + most);
        }
    }

    private static BigDecimal checkPlaces(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MOST_DECIMAL_PLACES) {
            throw new IllegalArgumentException(
                    "a decimal of scale " + number.scale() + " has more than " + MOST_DECIMAL_PLACES + " places");
        }
        return number;
    }
}
