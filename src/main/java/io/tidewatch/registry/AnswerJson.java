package io.tidewatch.registry;

import java.net.HttpURLConnection;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.ErrorMessage;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.core.type.TypeReference;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** The JSON of a registry's answers. */
final class AnswerJson {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** Confluent's number for an error that is no error message of the registry. */
    private static final int NO_ERROR_MESSAGE = 50005;

    private AnswerJson() {}

    /**
     * @throws UnusableAnswerException when it is neither what was asked for nor a refusal
     * @throws RestClientException when it is a refusal
     */
    static <T> T read(BoundedExchange.Answer answer, TypeReference<T> type)
            throws UnusableAnswerException, RestClientException {
        if (answer.status() >= HttpURLConnection.HTTP_BAD_REQUEST) {
            throw refusal(answer);
        }
        T read = answer.status() == HttpURLConnection.HTTP_OK ? parse(answer.body(), type) : null;
        if (read == null) {
            throw new UnusableAnswerException(
                    answer.location() == null
                            ? "it answers with status " + answer.status() + " and not with the JSON that was asked for"
                            : "it redirects to " + ForeignText.shown(answer.location())
                                    + ", which is not followed: give the address that answers itself",
                    false);
        }
        return read;
    }

    private static <T> @Nullable T parse(String body, TypeReference<T> type) {
        try {
            return JSON.readValue(body, type);
        } catch (JsonProcessingException e) {
            // Its message quotes the answer.
            return null;
        }
    }

    private static RestClientException refusal(BoundedExchange.Answer answer) {
        ErrorMessage error = parse(answer.body(), new TypeReference<>() {});
        return error == null
                ? new RestClientException("Error", answer.status(), NO_ERROR_MESSAGE)
                : new RestClientException(ForeignText.shown(error.getMessage()), answer.status(), error.getErrorCode());
    }
}
