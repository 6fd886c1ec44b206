package io.tidewatch.config;

import io.tidewatch.text.Readable;

/**
 * One thing wrong in the configuration, written so that it can be mended without looking elsewhere.
 *
 * @param key the configuration key, or the file or variable when there is no key
 * @param found the value found and where
 * @param expected what would be right
 * @param remedy what to do
 */
public record ConfigFault(String key, String found, String expected, String remedy) {

    /** The fault in one line. */
    public String text() {
        String end = remedy.endsWith("?") ? "" : ".";
        return Readable.text(key + ": " + found + "; expected " + expected + ". " + remedy + end);
    }
}
