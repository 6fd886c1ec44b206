package io.tidewatch.cli;

import io.tidewatch.model.catalog.ModelActivation;
import io.tidewatch.text.Readable;
import java.io.PrintWriter;

/** What a command that changed the active version says. */
final class ActivationReport {
    private ActivationReport() {}

    static void print(ModelActivation now, String topic, boolean json, PrintWriter out) {
        if (json) {
            out.println(Readable.text(ModelsListCommand.json(now).toString()));
        } else {
            out.println("model " + now.version() + " is active in topic " + topic
                    + now.previous().map(before -> "; before it " + before).orElse("")
                    + ". Running instances use it within seconds.");
        }
        out.flush();
    }
}
