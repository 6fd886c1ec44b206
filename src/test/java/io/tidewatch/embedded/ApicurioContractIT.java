package io.tidewatch.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.SchemaRegistryContract;
import io.tidewatch.registry.UnknownSchemaException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interop")
class ApicurioContractIT extends SchemaRegistryContract {

    private static ApicurioServer server;

    @BeforeAll
    static void start() {
        server = ApicurioServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected String url() {
        return server.url();
    }

    @Test
    void refusesAJsonSchemaAsNotAvro() throws Exception {
        String answer = send(
                "POST",
                "/subjects/documents-value/versions",
                "{\"schemaType\":\"JSON\",\"schema\":\"{\\\"$schema\\\":\\\"http://json-schema.org/draft-07/schema#\\\",\\\"type\\\":\\\"object\\\"}\"}");
        int id = Integer.parseInt(answer.replaceAll("\\D", ""));

        try (var registry = new ConfluentRegistry(List.of(url()), Map.of())) {
            assertThatThrownBy(() -> registry.byId(id))
                    .isInstanceOf(UnknownSchemaException.class)
                    .hasMessageContaining("JSON, not Avro");
        }
    }
}
