package io.tidewatch.learning;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The versions of the software that trains a model, for its provenance. */
final class SoftwareVersions {

    private SoftwareVersions() {}

    static Map<String, String> current() {
        return Map.of(
                "tidewatch", known(SoftwareVersions.class.getPackage().getImplementationVersion()),
                "java", Runtime.version().toString());
    }

    private static String known(@Nullable String version) {
        return version == null ? "development" : version;
    }
}
