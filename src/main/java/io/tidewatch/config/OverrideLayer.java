package io.tidewatch.config;

import java.util.ArrayList;
import java.util.List;

/** The settings given on the command line, each {@code key=value}. */
final class OverrideLayer {
    private OverrideLayer() {}

    static List<Setting> read(List<String> overrides, Faults faults) {
        List<Setting> settings = new ArrayList<>();
        for (int i = 0; i < overrides.size(); i++) {
            String override = overrides.get(i);
            int equals = override.indexOf('=');
            if (equals <= 0) {
                // What stands there may be a value that got a place of its own, and a secret.
                faults.add(
                        "--set",
                        "no key and equals sign in number " + (i + 1) + " of those given",
                        "key=value",
                        "Write for example --set window.step=30s");
                continue;
            }
            String name = override.substring(0, equals).trim();
            ConfigKey key = ConfigReference.find(name).orElse(null);
            settings.add(new Setting(name, YamlText.value(key, override.substring(equals + 1)), "--set", false));
        }
        return settings;
    }
}
