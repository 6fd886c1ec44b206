package io.tidewatch.config;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody probably meant by a word that is not known. */
public final class Suggestion {
    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private record Candidate(String text, int edits) {}

    private Suggestion() {}

    /** The nearest of some words, unless all of them are far off. */
    public static Optional<String> among(String word, Stream<String> known) {
        return known.map(text -> new Candidate(text, edits(word, text)))
                .filter(candidate -> candidate.edits <= Math.max(2, word.length() / 4))
                .filter(candidate -> candidate.edits < candidate.text.length())
                .min(Comparator.comparingInt(Candidate::edits).thenComparing(Candidate::text))
                .map(Candidate::text);
    }

    /** The nearest key: also one of the same last name in another group. */
    static Optional<String> key(String name) {
        return among(name, ConfigReference.names())
                .or(() -> among(lastName(name), ConfigReference.names().map(Suggestion::lastName))
                        .flatMap(last -> ConfigReference.names()
                                .filter(known -> lastName(known).equals(last))
                                .findFirst()))
                .or(() -> ConfigReference.names()
                        .filter(known -> known.endsWith("." + name))
                        .findFirst());
    }

    /** Edits between two words: letters added, left out or replaced. */
    static int edits(String a, String b) {
        return DISTANCE.apply(a, b);
    }

    private static String lastName(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
