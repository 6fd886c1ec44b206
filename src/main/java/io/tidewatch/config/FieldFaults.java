package io.tidewatch.config;

import io.tidewatch.event.FieldMisfit;
import java.util.List;
import java.util.Optional;

/** Faults of the configuration that only the schema of an input topic shows. */
public final class FieldFaults {
    private static final int SHOWN = 10;

    private FieldFaults() {}

    /** @param subject of the schema that the fields were held against */
    public static List<ConfigFault> of(String subject, List<FieldMisfit> misfits) {
        return misfits.stream().map(misfit -> fault(subject, misfit)).toList();
    }

    private static ConfigFault fault(String subject, FieldMisfit misfit) {
        if (misfit.path().isEmpty()) {
            return new ConfigFault(
                    ConfigReference.INPUT_TOPICS,
                    "the newest schema of " + subject + " is " + misfit.found(),
                    misfit.wanted(),
                    "Name another topic, or register the schema of its values");
        }
        String key =
                switch (misfit.role()) {
                    case VALUE -> ConfigReference.INPUT_TOPICS;
                    case ENTITY -> ConfigReference.ENTITY;
                    case TIME -> ConfigReference.TIME;
                    case FEATURE -> ConfigReference.FEATURES;
                    case CATEGORY -> ConfigReference.CATEGORIES;
                };
        return new ConfigFault(
                key,
                "'" + misfit.path() + "', but the newest schema of " + subject + " says: " + misfit.found(),
                misfit.wanted(),
                remedy(misfit));
    }

    private static String remedy(FieldMisfit misfit) {
        Optional<String> meant = Suggestion.among(misfit.path(), misfit.known().stream())
                .or(() -> misfit.known().stream()
                        .filter(path -> path.endsWith("." + misfit.path()))
                        .findFirst());
        if (meant.isPresent()) {
            return "Did you mean " + meant.get() + "?";
        }
        if (misfit.known().isEmpty()) {
            return "Name a field that holds " + misfit.wanted();
        }
        return "Name one of its fields: "
                + String.join(
                        ", ",
                        misfit.known().subList(0, Math.min(SHOWN, misfit.known().size())))
                + (misfit.known().size() > SHOWN ? ", ..." : "");
    }
}
