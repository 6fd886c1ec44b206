package io.tidewatch.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The commands of operating.md that give permissions, as Kafka's admin client takes them. */
public final class AclCommands {
    private static final String COMMAND = "$acls ";
    private static final Map<String, ResourceType> RESOURCES = Map.of(
            "--topic", ResourceType.TOPIC,
            "--group", ResourceType.GROUP,
            "--transactional-id", ResourceType.TRANSACTIONAL_ID);

    private AclCommands() {}

    /** What all of them give a user. */
    public static List<AclBinding> bindings(String principal) {
        return Markdown.site("operating.md").code("sh").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(COMMAND))
                .flatMap(line -> bindings(line.substring(COMMAND.length()), principal).stream())
                .toList();
    }

    private static List<AclBinding> bindings(String options, String principal) {
        List<AclOperation> operations = new ArrayList<>();
        PatternType pattern = PatternType.LITERAL;
        ResourceType type = ResourceType.UNKNOWN;
        String name = "";
        String[] words = options.split(" ", -1);
        for (int i = 0; i < words.length; i += 2) {
            String value = words[i + 1];
            switch (words[i]) {
                case "--operation" ->
                    operations.add(AclOperation.fromString(
                            value.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT)));
                case "--resource-pattern-type" -> pattern = PatternType.fromString(value.toUpperCase(Locale.ROOT));
                default -> {
                    type = RESOURCES.getOrDefault(words[i], ResourceType.UNKNOWN);
                    name = value;
                }
            }
        }
        ResourcePattern resource = new ResourcePattern(type, name, pattern);
        return operations.stream()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)))
                .toList();
    }
}
