package io.tidewatch.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker/compose.yaml against the Compose Specification, and against the files and services it names. */
final class ComposeFileTest {
    private static final Path COMPOSE = Path.of("docker", "compose.yaml");
    private static JsonNode compose;
    private static JsonSchema specification;

    @BeforeAll
    static void read() throws IOException {
        // Not Jackson's YAML: it knows no merge keys (<<).
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(COMPOSE));
        compose = new ObjectMapper().valueToTree(tree);
        specification = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(SchemaLocation.of("classpath:/compose-spec/compose-spec.json"));
    }

    @Test
    void followsTheComposeSpecification() {
        assertThat(specification.validate(compose)).isEmpty();
    }

    @Test
    void schemaRefusesAMisspeltKey() {
        JsonNode misspelt = compose.deepCopy();
        ((ObjectNode) misspelt.at("/services/kafka")).put("volume", "x");

        assertThat(specification.validate(misspelt)).isNotEmpty();
    }

    @Test
    void everyFileItMountsOrBuildsFromExists() {
        List<String> paths = new ArrayList<>();
        for (JsonNode service : compose.get("services")) {
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().split(":", 2)[0];
                if (source.startsWith(".")) {
                    paths.add(source);
                } else {
                    assertThat(compose.get("volumes").has(source))
                            .as("volume " + source)
                            .isTrue();
                }
            }
            if (service.has("build")) {
                paths.add(service.at("/build/context").asText() + "/"
                        + service.at("/build/dockerfile").asText());
            }
        }

        assertThat(paths).isNotEmpty();
        assertThat(paths)
                .allSatisfy(path -> assertThat(COMPOSE.resolveSibling(path)).exists());
    }

    @Test
    void everyServiceWaitedForHealthHasAHealthCheck() {
        List<String> awaited = new ArrayList<>();
        for (JsonNode service : compose.get("services")) {
            service.path("depends_on").fields().forEachRemaining(dependency -> {
                assertThat(dependency.getValue().get("condition").asText()).isEqualTo("service_healthy");
                awaited.add(dependency.getKey());
            });
        }

        assertThat(awaited).contains("kafka", "registry", "tidewatch");
        assertThat(awaited).allSatisfy(name -> {
            JsonNode service = compose.get("services").get(name);
            assertThat(service.has("healthcheck") || service.has("build"))
                    .as(name + " has a check of its own, or our image's")
                    .isTrue();
        });
    }

    @Test
    void everyImageHasAFixedVersion() {
        for (JsonNode service : compose.get("services")) {
            assertThat(service.get("image").asText()).contains(":").doesNotEndWith(":latest");
        }
    }

    @Test
    void portsAreOpenToThisMachineOnly() {
        for (JsonNode service : compose.get("services")) {
            for (JsonNode port : service.path("ports")) {
                assertThat(port.asText()).startsWith("127.0.0.1:");
            }
        }
    }
}
