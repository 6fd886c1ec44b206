package io.tidewatch.config;

import java.util.ArrayList;
import java.util.List;

/** The settings given on the command line, each {@code key=value}. */
final class OverrideLayer {
    private OverrideLayer() {}

    static List<Setting> read(List<String> overrides, Faults faults) {
        List<Setting> settings = new ArrayList<>();
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals <= 0) {
                faults.add("--set", "'" + override + "'", "key=value", "Write for example --set window.step=30s");
                continue;
            }
            String name = override.substring(0, equals).trim();
            ConfigKey key = ConfigReference.find(name).orElse(null);
            settings.add(new Setting(name, YamlText.value(key, override.substring(equals + 1)), "--set", false));
        }
        return settings;
    }
}
