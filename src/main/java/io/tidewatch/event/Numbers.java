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
     * @throws IllegalArgumentException when a decimal's bytes are no decimal
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
        if (leaf.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            byte[] unscaled;
            if (value instanceof GenericFixed fixed) {
                unscaled = fixed.bytes();
            } else {
                ByteBuffer bytes = ((ByteBuffer) value).duplicate();
                unscaled = new byte[bytes.remaining()];
                bytes.get(unscaled);
            }
            if (unscaled.length == 0) {
                throw new IllegalArgumentException("a decimal has at least one byte");
            }
            return new BigDecimal(new BigInteger(unscaled), decimal.getScale());
        }
        try {
            return BIG_DECIMAL.fromBytes(((ByteBuffer) value).duplicate(), leaf, leaf.getLogicalType());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("bytes are no big-decimal", e);
        }
    }
}
