package io.tidewatch.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.topology.InternalTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** operating.md and troubleshooting.md against the names and messages of the code. */
class OperatingDocumentsTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

    @Test
    void everyInternalTopicIsNamed() {
        assertThat(Markdown.site("operating.md").rows().keySet())
                .containsAll(InternalTopics.of("tidewatch-servers").names());
    }

    @Test
    void quotedMessagesAreThoseOfTheCode() throws Exception {
        String sources = sources();

        assertThat(messages()).hasSizeGreaterThan(40).allSatisfy(message -> assertThat(sources)
                .as("a message that troubleshooting.md quotes")
                .contains(message));
    }

    /** What does not change in the messages of the tables: between dots there are names and numbers. */
    private static List<String> messages() {
        String text = Markdown.site("troubleshooting.md").text();
        return text.substring(0, text.indexOf("## Alerts"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .map(cells -> cells[1].matches(" `[a-z]+` .*") ? cells[2] : cells[1])
                .flatMap(cell -> CODE.matcher(cell).results().map(match -> match.group(1)))
                .flatMap(message -> Arrays.stream(message.split("\\.\\.\\.")))
                .map(part -> part.replaceAll("^[ ?;:,]+|[ ?;:,]+$", ""))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String sources() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.append(JOINED.matcher(Files.readString(file)).replaceAll(""));
            }
        }
        return sources.toString();
    }
}
