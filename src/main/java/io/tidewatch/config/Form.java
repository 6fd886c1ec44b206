package io.tidewatch.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * How a text becomes a value.
 *
 * @param expected what a right text looks like
 * @param remedy what to do about a wrong text, given that text
 * @param parse empty when the text is wrong
 * @param standIn returned in place of a wrong value, so that the other keys can still be checked
 */
record Form<T>(String expected, Function<String, String> remedy, Function<String, Optional<T>> parse, T standIn) {

    /** The same form, whose wrong texts are answered by one remedy. */
    static <T> Form<T> of(String expected, String remedy, Function<String, Optional<T>> parse, T standIn) {
        return new Form<>(expected, text -> remedy, parse, standIn);
    }
}
