package io.tidewatch.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.tidewatch.text.Readable;

/** An answer in JSON whose texts a person may see. */
final class JsonAnswer {
    private JsonAnswer() {}

    static void send(Context context, JsonNode node) {
        context.contentType("application/json").result(Readable.text(node.toString()));
    }
}
