package io.tidewatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords in a configuration, right or wrong: none of them is ever told. */
class SecretsTest {
    private static final String SECRET = "hunter2";

    private static final List<String> SOUND = List.of(
            "detector=orders",
            "kafka.bootstrap.servers=localhost:9092",
            "schema-registry.url=http://localhost:8081",
            "input.topics=metrics",
            "input.features=cpu");

    @TempDir
    Path directory;

    private static List<String> with(String... more) {
        return Stream.concat(
                        SOUND.stream().filter(sound -> Arrays.stream(more)
                                .noneMatch(one -> one.startsWith(sound.substring(0, sound.indexOf('=') + 1)))),
                        Arrays.stream(more))
                .toList();
    }

    private static TidewatchConfig load(String... more) throws ConfigException {
        return ConfigLoader.load(null, Map.of(), with(more));
    }

    private static ConfigException refused(String... more) {
        return catchThrowableOfType(ConfigException.class, () -> load(more));
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:hunter2@host:8081/path, https://host:8081/path, user:hunter2",
        "http://user:hunter2@schema_registry, http://schema_registry, user:hunter2",
        "http://user:hunter2@[::1]:8081, http://[::1]:8081, user:hunter2",
        "http://us%40er:h%2Fu%3An%25t+er@host, http://host, us@er:h/u:n%t+er",
    })
    void loginInTheRegistrysAddressBecomesAPropertyOfTheClient(String given, String url, String login)
            throws Exception {
        TidewatchConfig config =
                load("schema-registry.url=" + given, "schema-registry.basic.auth.credentials.source=URL");

        assertThat(config.registry().urls()).containsExactly(url);
        assertThat(config.registry().properties())
                .containsEntry("basic.auth.credentials.source", "USER_INFO")
                .containsEntry("basic.auth.user.info", login);
    }

    @Test
    void severalAddressesMayShareALogin() throws Exception {
        TidewatchConfig config = load("schema-registry.url=http://u:hunter2@a:1, http://u:hunter2@b:2");

        assertThat(config.registry().urls()).containsExactly("http://a:1", "http://b:2");
        assertThat(config.registry().properties()).containsEntry("basic.auth.user.info", "u:hunter2");
        assertThat(load("schema-registry.url=http://a:1,http://b:2").registry().properties())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://u:hunter2@a:1,http://u:hunter3@b:2",
                "http://u:hunter2@a:1,http://b:2",
                "ftp://u:hunter2@host",
                "u:hunter2@host:8081",
                "http://u:hunter2/with/slashes@host",
                "http://u:123/hunter2@host",
                "http://u:hun@hunter2@host",
                "http://u:a?hunter2@host",
                "http://u:a#hunter2@host",
                "http://u:a,hunter2@host",
                "http://u:a hunter2@host",
                "http://u:%zzhunter2@host",
                "http://u:hunter2@",
            })
    void addressThatCannotBeUsedIsToldWithoutItsLogin(String url) {
        assertThat(refused("schema-registry.url=" + url).faults())
                .singleElement()
                .asString()
                .contains("schema-registry.url")
                .contains("***@")
                .doesNotContain("hun", "u:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "basic.auth.user.info=user:hunter2",
                "bearer.auth.credentials.source=STATIC_TOKEN",
                "basic.auth.credentials.source=SASL_INHERIT"
            })
    void twoLoginsForTheRegistryAreToldWithoutEither(String other) {
        ConfigException refused = refused("schema-registry.url=http://u:hunter2@host", "schema-registry." + other);

        assertThat(refused.faults()).singleElement().asString().contains("http://***@host", "Remove one of them");
        assertThat(refused).hasMessageNotContaining(SECRET);
    }

    /** A key, and a value with the secret that is wrong in one of the ways in which values are. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kafka.sasl.jaas.config | x.Plain required username=\"u\" password=\"hunter2${env:ABSENT}\";",
                "kafka.sasl.jaas.config | x.Plain required username=\"u\" password=\"hunter2\"",
                "kafka.sasl.jaas.config | x.Plain required username=\"u\" password=hunter2#;",
                "kafka.sasl.jaas.config | x.Plain required password=\"a\"hunter2\";",
                "kafka.sasl.jaas.config | x.Plain hunter2 password=\"a\";",
                "kafka.sasl.jaas.config | u hunter2",
                "kafka.sasl.jaas.config | ${env:ABSENT\"; password=\"hunter2}",
                "kafka.producer.sasl.jaas.config | hunter2",
                "kafka.ssl.key.password | hunter2${file:/no/such}",
                "kafka.ssl.truststore.password | ${file:/no/such hunter2}",
                "kafka.sasl.oauthbearer.token.endpoint.url | https://u:hunter2@host/token",
                "kafka.anything | hunter2${env:ABSENT}",
                "kafka.bootstrap.servers | u:hunter2@host:9092",
                "kafka.bootstrap.servers | SASL_SSL://u:hunter2@host:9092",
                "kafka | hunter2",
                "schema-registry | hunter2",
                "schema-registry.basic.auth.user.info | u:hunter2${env:ABSENT}",
                "schema-registry.bearer.auth.token | ${env:ABSENT}hunter2",
                "schema-registry.request.header.Authorization | Bearer hunter2${env:ABSENT}",
                "schema-registry.proxy.host | u:hunter2@proxy",
                "schema-registry.schema.registry.ssl.keystore.password | ${env:ABSENT}hunter2",
            })
    void wrongValueOfAClientsKeyIsNotTold(String key, String value) {
        ConfigException refused = refused(key + "=" + value);

        assertThat(refused.faults()).singleElement().asString().contains(key);
        assertThat(refused).hasMessageNotContaining(SECRET);
    }

    @Test
    void missingPlaceholderIsNamed() {
        assertThat(refused("kafka.sasl.jaas.config=x required password=\"hunter2${env:ABSENT}\";"))
                .hasMessage("kafka.sasl.jaas.config: a value that is not shown, for it may hold a secret (--set), but "
                        + "environment variable ABSENT is not set; expected a placeholder that stands for something. "
                        + "Provide it, or write $${...} for a literal ${...}.");
    }

    @Test
    void secretWithALineEndIsRefusedForTheClientWouldQuoteItInAMessage() {
        for (String key : List.of("request.header.Authorization", "bearer.auth.token")) {
            assertThat(refused("schema-registry." + key + "=hunter2\n"))
                    .hasMessageContaining("schema-registry." + key)
                    .hasMessageContaining("expected one line of text")
                    .hasMessageNotContaining(SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x.Plain required username=\"u\" password=\"p;\\\" =\";",
                "x.y.Scram-Login$Module optional;",
                "x required a=b c='d';",
                "/* note */ x SUFFICIENT a=\"1\" ;",
                "${vault:login}",
            })
    void rightLoginIsTaken(String login) throws Exception {
        assertThat(load("kafka.sasl.jaas.config=" + login).kafka()).containsEntry("sasl.jaas.config", login);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*hunter2",
                "!hunter2 x",
                "&hunter2",
                "@hunter2",
                "%hunter2",
                "`hunter2`",
                "a: hunter2: b",
                "\"hunter2"
            })
    void passwordThatBreaksTheYamlIsNotTold(String password) {
        Path file = directory.resolve("orders.yaml");
        try {
            Files.writeString(file, "detector: orders\nkafka:\n  ssl.key.password: " + password + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file, Map.of(), List.of())))
                .isNotNull()
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void overrideWithoutAnEqualsSignIsNotQuoted() {
        assertThat(refused("schema-registry.bearer.auth.token:hunter2"))
                .hasMessageContaining("--set: no key and equals sign in number 6")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void configurationAsTextHasNoClientsProperties() throws Exception {
        TidewatchConfig config = load("schema-registry.url=http://u:hunter2@host", "kafka.ssl.key.password=hunter2");

        assertThat(config.toString() + config.registry() + new Connection(config.kafka(), config.registry()))
                .contains("http://host")
                .doesNotContain(SECRET);
    }

    @Test
    void faultsAreShownInOneVisibleLineEach() {
        assertThat(refused("detector=a\u001b[2J\nb\u202ec").faults().get(0).text())
                .startsWith("detector: 'a\\u001b[2J\\u000ab\\u202ec' (--set)");
    }
}
