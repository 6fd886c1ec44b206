package io.tidewatch.cli;

import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How fast event time goes in a replay. */
final class Pace {
    private final double speed;
    private long firstEventMs = Long.MIN_VALUE;
    private long startedNs;

    private Pace(double speed) {
        this.speed = speed;
    }

    /** Reads {@code max}, {@code realtime}, or a multiple such as {@code 60x}. */
    static final class Converter implements ITypeConverter<Pace> {
        @Override
        public Pace convert(String text) {
            return parse(text);
        }
    }

    private static Pace parse(String text) {
        if (text.equals("max")) {
            return new Pace(Double.POSITIVE_INFINITY);
        }
        if (text.equals("realtime")) {
            return new Pace(1);
        }
        if (text.matches("\\d+(\\.\\d+)?x")) {
            double speed = Double.parseDouble(text.substring(0, text.length() - 1));
            if (speed > 0) {
                return new Pace(speed);
            }
        }
        throw new TypeConversionException("'" + text + "' is no speed; write max, realtime, or a multiple such as 60x");
    }

    /** Waits until it is the event's turn. */
    void await(long eventMs) {
        if (Double.isInfinite(speed)) {
            return;
        }
        if (firstEventMs == Long.MIN_VALUE) {
            firstEventMs = eventMs;
            startedNs = System.nanoTime();
        }
        long dueNs = startedNs + (long) ((eventMs - firstEventMs) * 1e6 / speed);
        try {
            TimeUnit.NANOSECONDS.sleep(dueNs - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
