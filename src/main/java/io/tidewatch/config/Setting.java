package io.tidewatch.config;

import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value given for a key.
 *
 * @param name of the key
 * @param value as it stands there, placeholders not yet resolved
 * @param source where it was given: a file's name, a variable, {@code --set}, {@code default}
 * @param inFile whether the source is a file, with lines
 */
record Setting(String name, Node value, String source, boolean inFile) {

    /** Whether the value is left empty. */
    boolean isEmpty() {
        return value.getTag().equals(Tag.NULL);
    }

    /** Where a part of the value stands. */
    String where(Node part) {
        return inFile ? source + " line " + (part.getStartMark().getLine() + 1) : source;
    }

    /** A part of the value as a message shows it: never with what a placeholder stands for, nor with a password. */
    String show(Node part) {
        return shown(part) + " (" + where(part) + ")";
    }

    private String shown(Node part) {
        if (!(part instanceof ScalarNode scalar)) {
            return part.getNodeId() == NodeId.sequence ? "a list" : "a group of keys";
        }
        String text = scalar.getValue();
        return Secrets.mayHold(name) && !Placeholders.isOne(text)
                ? "a value that is not shown, for it may hold a secret"
                : "'" + Secrets.withoutLogin(text) + "'";
    }
}
