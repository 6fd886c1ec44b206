package io.tidewatch.config;

import java.util.Collection;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses what was meant by a misspelt name. */
final class DidYouMean {

    private DidYouMean() {}

    /** "; did you mean X?", or nothing when no known name is close. */
    static String of(String name, Collection<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String closest = "";
        int least = Math.max(2, name.length() / 3) + 1;
        for (String candidate : known) {
            int edits = distance.apply(name, candidate);
            if (edits < least) {
                least = edits;
                closest = candidate;
            }
        }
        return closest.isEmpty() ? "" : "; did you mean " + closest + "?";
    }
}
