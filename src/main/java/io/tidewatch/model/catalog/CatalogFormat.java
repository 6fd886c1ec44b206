package io.tidewatch.model.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.model.catalog.ModelActivation.Former;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The values of the models topic as JSON, of format 1: headers of artifacts, and the activation. Fields that a reader
 * does not know are passed over; what changes the meaning of others gets a new format.
 */
public final class CatalogFormat {
    private static final int FORMAT = 1;
    /** Of a value, bytes. */
    private static final int LARGEST_VALUE = 64 << 10;

    private static final String FROM = "fromMs";
    private static final String VERSION = "version";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CatalogFormat() {}

    public static byte[] write(ArtifactHeader header) {
        ObjectNode node = JSON.createObjectNode().put("format", FORMAT);
        node.put("bytes", header.bytes());
        node.put("chunks", header.chunks());
        node.put("sha256", header.sha256());
        node.put("publishedAtMs", header.published().atMs());
        node.put("publishedBy", header.published().by());
        header.signature().ifPresent(signature -> {
            node.put("keyId", signature.keyId());
            node.put("signature", signature.value());
        });
        return bytes(node);
    }

    public static byte[] write(ModelActivation activation) {
        ObjectNode node = JSON.createObjectNode().put("format", FORMAT);
        node.put(VERSION, activation.version());
        activation.fromMs().ifPresent(fromMs -> node.put(FROM, fromMs));
        activation.previous().ifPresent(previous -> node.put("previous", previous));
        ArrayNode history = node.putArray("history");
        for (Former former : activation.history()) {
            ObjectNode one = history.addObject().put(VERSION, former.version());
            former.fromMs().ifPresent(fromMs -> one.put(FROM, fromMs));
        }
        node.put("activatedAtMs", activation.activated().atMs());
        node.put("activatedBy", activation.activated().by());
        return bytes(node);
    }

    /** @throws IllegalArgumentException when this is no header, saying why and what to do */
    static ArtifactHeader header(String version, byte[] json) {
        JsonNode node = parse(json);
        Optional<ModelSignature> signature = node.hasNonNull("signature") || node.hasNonNull("keyId")
                ? Optional.of(new ModelSignature(text(node, "keyId"), text(node, "signature")))
                : Optional.empty();
        return new ArtifactHeader(
                version,
                number(node, "bytes"),
                (int) Math.min(Integer.MAX_VALUE, number(node, "chunks")),
                text(node, "sha256"),
                new Stamp(number(node, "publishedAtMs"), text(node, "publishedBy")),
                signature);
    }

    /** @throws IllegalArgumentException when this is no activation, saying why and what to do */
    static ModelActivation activation(byte[] json) {
        JsonNode node = parse(json);
        JsonNode formers = node.path("history");
        if (!formers.isArray() || formers.size() > ModelActivation.LONGEST_HISTORY) {
            throw new IllegalArgumentException(
                    "its history is no list of at most " + ModelActivation.LONGEST_HISTORY + " versions");
        }
        List<Former> history = new ArrayList<>();
        formers.forEach(former -> history.add(new Former(text(former, VERSION), optionalNumber(former, FROM))));
        return new ModelActivation(
                text(node, VERSION),
                optionalNumber(node, FROM),
                node.hasNonNull("previous") ? Optional.of(text(node, "previous")) : Optional.empty(),
                history,
                new Stamp(number(node, "activatedAtMs"), text(node, "activatedBy")));
    }

    private static JsonNode parse(byte[] json) {
        if (json.length > LARGEST_VALUE) {
            throw new IllegalArgumentException("it has " + json.length + " bytes, the most is " + LARGEST_VALUE);
        }
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON (" + e.getOriginalMessage() + ")", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        }
        long format = number(node, "format");
        if (format != FORMAT) {
            throw new IllegalArgumentException("it has format " + format + ", this release reads format " + FORMAT
                    + "; upgrade this instance, or publish with its own release");
        }
        return node;
    }

    private static long number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("its field " + field + " is no whole number");
        }
        return value.longValue();
    }

    private static OptionalLong optionalNumber(JsonNode node, String field) {
        return node.hasNonNull(field) ? OptionalLong.of(number(node, field)) : OptionalLong.empty();
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("its field " + field + " is no text");
        }
        return value.textValue();
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts can be written", e);
        }
    }
}
