package io.tidewatch.evaluation.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.text.Readable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What came of all suites: as Markdown, as JSON, and as a page with plots. */
public final class EvaluationReport {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String PAGE = "/report/evaluation.html";

    private final List<SuiteResult> results = new ArrayList<>();

    public void add(SuiteResult result) {
        results.add(result);
    }

    /** The tables of one suite, without its series. */
    public static String summary(SuiteResult result) {
        StringBuilder text = new StringBuilder();
        new ResultTables(result).summary().forEach(table -> text.append(table.markdown()));
        if (result.otherwise() > 0) {
            text.append("The NAB scores over a grid of budgets are estimates: on ")
                    .append(result.otherwise())
                    .append(" rows the replayed decision differs from the run's own.\n\n");
        }
        return text.toString();
    }

    /** One JSON object. */
    public String json() {
        return Readable.text(new ResultJson(results).object().toString());
    }

    /** Writes {@code report.md}, {@code report.json} and {@code report.html}. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        StringBuilder markdown = new StringBuilder();
        for (SuiteResult result : results) {
            markdown.append(summary(result));
            markdown.append(new ResultTables(result).series().markdown());
        }
        Files.writeString(directory.resolve("report.md"), markdown);
        Files.writeString(
                directory.resolve("report.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new ResultJson(results).object()));
        Files.writeString(
                directory.resolve("report.html"),
                // A series may be named anything; this keeps it from ending the script.
                page().replace("/*DATA*/", json().replace("<", "\\u003c")));
    }

    private static String page() throws IOException {
        try (InputStream stream = EvaluationReport.class.getResourceAsStream(PAGE)) {
            if (stream == null) {
                throw new IOException("the distribution lacks " + PAGE);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
