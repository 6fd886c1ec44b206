package io.tidewatch.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The settings given by environment variables. */
final class VariableLayer {
    /** Variables of the launcher and of the logs, which are read before any configuration. */
    private static final Set<String> NOT_SETTINGS =
            Set.of("TIDEWATCH_OPTS", "TIDEWATCH_HEAP", "TIDEWATCH_HOME", "TIDEWATCH_LOG_FORMAT", "TIDEWATCH_LOG_LEVEL");

    /** Kubernetes gives every container variables of the services around it; one may be called tidewatch. */
    private static final Pattern KUBERNETES =
            Pattern.compile("TIDEWATCH_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)");

    private static final Pattern KUBERNETES_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private VariableLayer() {}

    static List<Setting> read(Map<String, String> environment, Faults faults) {
        List<Setting> settings = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (!concernsUs(variable, value)) {
                return;
            }
            Optional<ConfigKey> key = ConfigReference.keys().stream()
                    .filter(known -> known.variable().equals(variable))
                    .findFirst();
            Optional<String> name = key.map(ConfigKey::name).or(() -> passedThrough(variable));
            if (name.isPresent()) {
                settings.add(new Setting(name.get(), YamlText.value(key.orElse(null), value), variable, false));
            } else {
                faults.add(
                        variable,
                        "unknown variable",
                        "TIDEWATCH_ followed by a key, such as TIDEWATCH_DETECTOR",
                        Suggestion.among(
                                        variable,
                                        ConfigReference.keys().stream().map(ConfigKey::variable))
                                .map(known -> "Did you mean " + known + "?")
                                .orElse("Unset it"));
            }
        });
        return settings;
    }

    private static boolean concernsUs(String variable, String value) {
        return variable.startsWith(ConfigKey.VARIABLE_PREFIX)
                && !value.isEmpty()
                && !NOT_SETTINGS.contains(variable)
                && !KUBERNETES.matcher(variable).matches()
                && !(variable.endsWith("_PORT")
                        && KUBERNETES_ADDRESS.matcher(value).matches());
    }

    /** A client's key: {@code TIDEWATCH_KAFKA_SECURITY_PROTOCOL} is {@code kafka.security.protocol}. */
    private static Optional<String> passedThrough(String variable) {
        for (String group : ConfigReference.PASSED_THROUGH) {
            String prefix = ConfigKey.variable(group) + "_";
            if (variable.startsWith(prefix) && variable.length() > prefix.length()) {
                String rest = variable.substring(prefix.length());
                return Optional.of(group + "." + rest.replace('_', '.').toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }
}
