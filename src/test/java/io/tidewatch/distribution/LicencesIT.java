package io.tidewatch.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the distribution says of licences, and its documents. */
final class LicencesIT {
    private static final Path HOME = Path.of("target", "tidewatch");

    /** Such as {@code (Apache-2.0) Apache Kafka (org.apache.kafka:kafka-clients:4.3.1 - https://kafka.apache.org)}. */
    private static final Pattern LISTED = Pattern.compile("\\([\\w.-]+:([\\w.-]+):([\\w.-]+) - ");

    @Test
    void everyLibraryIsListedWithItsLicence() throws IOException {
        String list = Files.readString(HOME.resolve("THIRD-PARTY.txt"));
        List<String> names = LISTED.matcher(list)
                .results()
                .map(match -> match.group(1) + "-" + match.group(2))
                .toList();

        assertThat(list).doesNotContain("Unknown license");
        assertThat(Stream.concat(jars(HOME.resolve("lib")), jars(HOME.resolve("lib/dev"))))
                .hasSizeGreaterThan(50)
                .allSatisfy(jar -> assertThat(names).as(jar).anyMatch(jar::startsWith));
    }

    @Test
    void licenceNoticeAndDocumentsAreThere() {
        assertThat(List.of("LICENSE", "NOTICE", "docs/index.md", "docs/operating.md"))
                .allSatisfy(name -> assertThat(HOME.resolve(name)).isNotEmptyFile());
    }

    private static Stream<String> jars(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.equals("tidewatch.jar"))
                    .toList()
                    .stream();
        }
    }
}
