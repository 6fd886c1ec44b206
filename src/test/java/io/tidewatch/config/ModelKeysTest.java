package io.tidewatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidewatch.config.TidewatchConfig.Models;
import io.tidewatch.model.catalog.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of model.signing-key and model.trusted-keys. */
class ModelKeysTest {
    @TempDir
    private Path directory;

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private static List<String> faults(Models models) {
        return catchThrowableOfType(ConfigException.class, () -> ModelKeys.read(models)).faults().stream()
                .map(ConfigFault::text)
                .toList();
    }

    @Test
    void signingKeyHasTheIdOfItsPublicKey() throws Exception {
        for (int i = 0; i < 20; i++) {
            KeyPair keys = TestModels.keys("Ed25519");
            ModelKeys read = ModelKeys.read(new Models(
                    "m",
                    5,
                    0,
                    Optional.of(file("private.pem", TestModels.privatePem(keys))),
                    List.of(file("public.pem", "a comment\n" + TestModels.publicPem(keys)))));

            assertThat(read.trusted().ids())
                    .containsExactly(read.signing().orElseThrow().id());
        }
    }

    @Test
    void oneFileMayHoldSeveralTrustedKeys() throws Exception {
        String both =
                TestModels.publicPem(TestModels.keys("Ed25519")) + TestModels.publicPem(TestModels.keys("Ed25519"));

        assertThat(ModelKeys.read(new Models("m", 5, 0, Optional.empty(), List.of(file("both.pem", both))))
                        .trusted()
                        .ids())
                .hasSize(2);
    }

    @Test
    void allFaultsAreNamedAtOnceEachWithItsOwnReason() throws Exception {
        List<String> faults = faults(new Models(
                "m",
                5,
                0,
                Optional.of(file("ed448.pem", TestModels.privatePem(TestModels.keys("Ed448")))),
                List.of(
                        directory.resolve("missing.pem"),
                        file("rsa.pem", TestModels.publicPem(TestModels.keys("RSA"))),
                        file("swapped.pem", TestModels.privatePem(TestModels.keys("Ed25519"))),
                        file("good.pem", TestModels.publicPem(TestModels.keys("Ed25519"))),
                        directory)));

        assertThat(faults).hasSize(5).doesNotHaveDuplicates();
        assertThat(faults.get(0)).startsWith("model.signing-key: ").contains("openssl genpkey -algorithm ed25519");
        assertThat(faults.get(1)).startsWith("model.trusted-keys[0]: ").contains("which does not exist");
        assertThat(faults.get(2)).startsWith("model.trusted-keys[1]: ").contains("openssl pkey");
        assertThat(faults.get(3)).contains("it has no line -----BEGIN PUBLIC KEY-----");
        assertThat(faults.get(4)).startsWith("model.trusted-keys[4]: ");
    }

    @Test
    void noFaultShowsWhatIsInAFile() throws Exception {
        String secret = TestModels.privatePem(TestModels.keys("Ed25519"))
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        String broken = "-----BEGIN PRIVATE KEY-----\n" + secret.substring(5) + "\n-----END PRIVATE KEY-----";

        assertThat(faults(new Models("m", 5, 0, Optional.of(file("broken.pem", broken)), List.of())))
                .singleElement()
                .asString()
                .doesNotContain(secret.substring(10, 30));
    }
}
