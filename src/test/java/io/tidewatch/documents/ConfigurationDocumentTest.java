package io.tidewatch.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.config.ConfigKey;
import io.tidewatch.config.ConfigReference;
import java.nio.file.Files;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of keys in configuration.md, which is made from the list of keys. With the system property
 * {@value #WRITE} it is written anew: {@code mvn -q test -Dtest=ConfigurationDocumentTest -Ddocuments.write=true}.
 */
class ConfigurationDocumentTest {
    private static final String WRITE = "documents.write";
    private static final String BEGIN = "<!-- keys -->\n";
    private static final String END = "<!-- /keys -->";

    @Test
    void tableHasEveryKeyAsTheCodeHasIt() throws Exception {
        Markdown document = Markdown.site("configuration.md");
        String generated = generated(document.text());
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(document.file(), generated);
        }

        assertThat(Files.readString(document.file()))
                .as("run this test once with -D%s=true to write the table anew", WRITE)
                .isEqualTo(generated);
    }

    private static String generated(String text) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        assertThat(begin).as("line " + BEGIN.strip() + " in configuration.md").isPositive();
        assertThat(end).as("line " + END + " in configuration.md").isGreaterThan(begin);
        return text.substring(0, begin + BEGIN.length()) + table() + text.substring(end);
    }

    private static String table() {
        return "| Key | Type | Default | Meaning | Variable |\n|---|---|---|---|---|\n"
                + ConfigReference.keys().stream()
                        .map(ConfigurationDocumentTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(ConfigKey key) {
        String defaultCell =
                switch (key.presence()) {
                    case REQUIRED -> "**required**";
                    case DEFAULT -> "`" + key.defaultText() + "`";
                    case DERIVED -> key.defaultText().replace("<", "&lt;").replace(">", "&gt;");
                };
        // What follows the comma is an example, which the document has once.
        String type = key.type().description().split(",", 2)[0];
        return "| `" + key.name() + "` | " + type + " | " + defaultCell + " | " + key.doc() + " | `" + key.variable()
                + "` |\n";
    }
}
