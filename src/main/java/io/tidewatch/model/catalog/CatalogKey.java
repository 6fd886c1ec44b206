package io.tidewatch.model.catalog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key of a record of the models topic. */
public sealed interface CatalogKey {
    /** Of the record that names the version in use. */
    CatalogKey ACTIVE = new Active();

    Pattern VERSION = Pattern.compile("[0-9a-f]{12}");
    Pattern ARTIFACT = Pattern.compile("artifact/(" + VERSION.pattern() + ")(?:/(0|[1-9][0-9]{0,4}))?");

    /** As it stands in the topic, in UTF-8. */
    String text();

    /** One chunk of an artifact's bytes. */
    record Chunk(String version, int number) implements CatalogKey {
        /** @throws IllegalArgumentException when the version is none, or the number is out of bounds */
        public Chunk {
            requireVersion(version);
            if (number < 0 || number >= ArtifactHeader.MOST_CHUNKS) {
                throw new IllegalArgumentException("chunk " + number + " of " + ArtifactHeader.MOST_CHUNKS);
            }
        }

        @Override
        public String text() {
            return "artifact/" + version + "/" + number;
        }
    }

    /** The header of an artifact. */
    record Header(String version) implements CatalogKey {
        /** @throws IllegalArgumentException when the version is none */
        public Header {
            requireVersion(version);
        }

        @Override
        public String text() {
            return "artifact/" + version;
        }
    }

    /** The version in use. */
    record Active() implements CatalogKey {
        @Override
        public String text() {
            return "active";
        }
    }

    /** Reads a key; empty when no release so far writes such a one. */
    static Optional<CatalogKey> parse(String text) {
        if (text.equals(ACTIVE.text())) {
            return Optional.of(ACTIVE);
        }
        Matcher artifact = ARTIFACT.matcher(text);
        if (!artifact.matches()) {
            return Optional.empty();
        }
        String chunk = artifact.group(2);
        if (chunk == null) {
            return Optional.of(new Header(artifact.group(1)));
        }
        int number = Integer.parseInt(chunk);
        return number < ArtifactHeader.MOST_CHUNKS
                ? Optional.of(new Chunk(artifact.group(1), number))
                : Optional.empty();
    }

    /** Whether a text is the version of a model. */
    static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    /** @throws IllegalArgumentException when a text is no version of a model */
    static void requireVersion(String version) {
        if (!isVersion(version)) {
            throw new IllegalArgumentException("a version that is not 12 hex digits");
        }
    }
}
