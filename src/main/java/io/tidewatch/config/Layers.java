package io.tidewatch.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layers of a configuration, laid one over the other: defaults, file, variables, overrides. */
final class Layers {
    private final Map<String, Setting> winners = new LinkedHashMap<>();
    private final Faults faults;

    Layers(Faults faults) {
        this.faults = faults;
    }

    /** For each key the value of the topmost layer that has it. */
    Map<String, Setting> winners() {
        return winners;
    }

    /** Lays one layer over those before; keys that do not exist become faults. */
    void lay(List<Setting> layer) {
        for (Setting setting : layer) {
            if (known(setting) && !setting.isEmpty()) {
                winners.put(setting.name(), setting);
            }
        }
    }

    private boolean known(Setting setting) {
        String name = setting.name();
        if (ConfigReference.isPassedThrough(name)) {
            return !misspelt(setting);
        }
        if (ConfigReference.find(name).isPresent()) {
            return true;
        }
        if (ConfigReference.isGroup(name)) {
            if (!setting.isEmpty()) {
                faults.add(
                        name,
                        setting.show(setting.value()),
                        "a group of keys: " + String.join(", ", ConfigReference.keysOf(name)),
                        "Put the value under one of them");
            }
            return false;
        }
        faults.add(
                name,
                "unknown key (" + setting.where(setting.value()) + ")",
                expectedBeside(name),
                Suggestion.key(name)
                        .map(key -> "Did you mean " + key + "?")
                        .orElse("Remove it; all keys are in config/tidewatch.yaml"));
        return false;
    }

    /** A client's key one letter away from one that Tidewatch needs would leave that one at its default, unseen. */
    private boolean misspelt(Setting setting) {
        for (String known : List.of(ConfigReference.BOOTSTRAP_SERVERS, ConfigReference.REGISTRY_URL)) {
            if (Suggestion.edits(setting.name(), known) <= 2) {
                faults.add(
                        setting.name(),
                        "unknown key (" + setting.where(setting.value()) + ")",
                        known,
                        "Did you mean " + known + "?");
                return true;
            }
        }
        return false;
    }

    private static String expectedBeside(String name) {
        int dot = name.indexOf('.');
        List<String> beside = dot < 0 ? List.of() : ConfigReference.keysOf(name.substring(0, dot));
        return beside.isEmpty() ? "a key that Tidewatch knows" : "one of " + String.join(", ", beside);
    }
}
