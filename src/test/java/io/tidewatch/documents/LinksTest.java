package io.tidewatch.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The links between the documents, and from them into the repository. */
class LinksTest {
    private static final Path README = Path.of("README.md");

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(README));
        for (Path directory : List.of(Markdown.SITE, Path.of(".github"))) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
            }
        }
        return documents;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyRelativeLinkLeadsToAFileAndAHeading(Path document) {
        assertThat(Markdown.read(document).links())
                .filteredOn(link -> !link.contains("://"))
                .allSatisfy(link -> {
                    String[] parts = link.split("#", 2);
                    Path target = parts[0].isEmpty()
                            ? document
                            : document.resolveSibling(parts[0]).normalize();
                    assertThat(target).as("link %s in %s", link, document).exists();
                    if (parts.length == 2) {
                        Markdown there = Markdown.read(target);
                        assertThat(there.anchors())
                                .as("headings of %s, to which %s links", target, document)
                                .contains(parts[1]);
                        // Unlike GitHub, Maven's site makes no anchors of headings.
                        assertThat(there.text())
                                .as("anchor before that heading of %s", target)
                                .contains("<a id=\"" + parts[1] + "\"></a>\n\n#");
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documentsOfTheSiteLinkOnlyToEachOther(Path document) {
        if (document.startsWith(Markdown.SITE)) {
            assertThat(Markdown.read(document).links())
                    .as("what is rendered, or lies in the distribution, has nothing else beside it")
                    .filteredOn(link -> !link.contains("://"))
                    .allMatch(link -> !link.contains("/"));
        }
    }

    @Test
    void readmeAndIndexLeadToEveryDocument() throws IOException {
        List<String> names = documents().stream()
                .filter(file -> file.startsWith(Markdown.SITE))
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals("index.md"))
                .toList();

        assertThat(Markdown.site("index.md").links()).containsAll(names);
        assertThat(Markdown.read(README).links())
                .containsAll(
                        names.stream().map(name -> "src/site/markdown/" + name).toList());
    }

    @Test
    void everyPackageIsInTheTableOfTheArchitecture() throws IOException {
        String architecture = Markdown.site("architecture.md").text();
        Path root = Path.of("src", "main", "java", "io", "tidewatch");
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(file -> file.endsWith("package-info.java"))
                            .map(file ->
                                    root.relativize(file.getParent()).toString().replace('\\', '/'))
                            .map(path -> "`" + path.replace('/', '.') + "`"))
                    .allSatisfy(name -> assertThat(architecture).contains(name));
        }
    }
}
