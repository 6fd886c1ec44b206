package io.tidewatch.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.Alert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

/** alerts.md against the schema of alerts and the examples that are run. */
class AlertsDocumentTest {
    private static final Path EXAMPLE =
            Path.of("src", "test", "java", "io", "tidewatch", "documents", "AlertConsumer.java");
    private static final Pattern FLINK_SCHEMA = Pattern.compile("(?s)'avro-confluent.schema' = '(.*?)'\\n\\)");

    private final Markdown document = Markdown.site("alerts.md");

    @Test
    void describesEveryFieldOfTheSchemaInItsOrder() {
        assertThat(document.rows().keySet().stream()
                        .filter(name -> !name.matches("[A-Z]+"))
                        .toList())
                .containsExactlyElementsOf(fields("", Alert.getClassSchema()));
    }

    @Test
    void describesEveryValueOfTheEnums() {
        assertThat(Alert.getClassSchema().getFields())
                .filteredOn(field -> field.schema().getType() == Schema.Type.ENUM)
                .hasSize(3)
                .allSatisfy(field -> assertThat(field.schema().getEnumSymbols())
                        .allSatisfy(symbol -> assertThat(document.text()).contains("`" + symbol + "`")));
    }

    @Test
    void javaExampleIsTheClassThatATestRuns() throws Exception {
        String source = Files.readString(EXAMPLE);

        assertThat(document.code("java")).containsExactly(source.substring(source.indexOf("import ")));
    }

    @Test
    void schemaOfTheFlinkExampleReadsAlerts() {
        Matcher schema = FLINK_SCHEMA.matcher(String.join("", document.code("sql")));
        assertThat(schema.find()).isTrue();

        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(
                                new Schema.Parser().parse(schema.group(1)), Alert.getClassSchema())
                        .getType())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void columnsOfTheConnectExampleAreFields() {
        Matcher columns =
                Pattern.compile("\"transforms.columns.include\": \"([^\"]*)\"").matcher(document.text());
        assertThat(columns.find()).isTrue();

        assertThat(columns.group(1).split(","))
                .allSatisfy(name -> assertThat(Alert.getClassSchema().getField(name))
                        .as(name)
                        .isNotNull());
    }

    private static Set<String> fields(String prefix, Schema record) {
        Set<String> names = new LinkedHashSet<>();
        for (Schema.Field field : record.getFields()) {
            String name = prefix + field.name();
            names.add(name);
            Schema inner = field.schema();
            while (inner.getType() == Schema.Type.UNION || inner.getType() == Schema.Type.ARRAY) {
                inner = inner.getType() == Schema.Type.ARRAY
                        ? inner.getElementType()
                        : inner.getTypes().get(inner.getTypes().size() - 1);
            }
            if (inner.getType() == Schema.Type.RECORD) {
                names.addAll(fields(name + ".", inner));
            }
        }
        return names;
    }
}
