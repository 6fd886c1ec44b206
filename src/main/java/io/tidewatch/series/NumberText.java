package io.tidewatch.series;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A cell that should hold a number. */
final class NumberText {
    /** Digits in groups, or a comma before the decimals: {@code 1,234,567.8}, {@code 1 234}, {@code 3,5}. */
    private static final Pattern GROUPED =
            Pattern.compile("[-+]?(?:\\d{1,3}([,.'_ \\u00a0\\u2009\\u202f\\u2019])\\d{2,3}"
                    + "(?:\\1\\d{2,3}){0,8}(?:[,.]\\d{1,18})?|\\d{1,18},\\d{1,18})");

    /** A number with a few signs before or after it: {@code 45 %}, {@code 12.5ms}, {@code $3}. */
    private static final Pattern WITH_UNIT = Pattern.compile("(\\p{Sc}\\s?)?[-+]?\\d[\\d.,]{0,30}(?:[eE][-+]?\\d{1,3})?"
            + "(\\s?[%\\u2030\\u00b0\\p{L}\\p{Sc}/]{1,8})?");

    private NumberText() {}

    /**
     * Reads a plain decimal number: what Java reads besides (NaN, Infinity, 1d, 0x1p3) is not meant in a CSV.
     *
     * @return NaN when it is none
     */
    static double read(String cell) {
        try {
            double number = Double.parseDouble(cell);
            return Double.isFinite(number) && plain(cell) ? number : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static boolean plain(String number) {
        char last = number.charAt(number.length() - 1);
        return (Character.isDigit(last) || last == '.') && number.indexOf('x') < 0 && number.indexOf('X') < 0;
    }

    /** Whether it is a number with thousands signs, or with a comma before its decimals. */
    static boolean grouped(String cell) {
        return GROUPED.matcher(cell).matches();
    }

    /** Whether a number was meant: a plain one, or one with thousands signs or a unit. */
    static boolean meant(String cell) {
        return !Double.isNaN(read(cell))
                || grouped(cell)
                || WITH_UNIT.matcher(cell).matches();
    }

    /** What to write instead of a cell that is no plain number. */
    static String remedy(String cell, Separator separator) {
        if (grouped(cell)) {
            return "write it without thousands signs and with a point before its decimals (" + separator
                    + " separates the cells)";
        }
        Matcher unit = WITH_UNIT.matcher(cell);
        return unit.matches() && (unit.group(1) != null || unit.group(2) != null)
                ? "write it without its unit"
                : "write a plain one";
    }
}
