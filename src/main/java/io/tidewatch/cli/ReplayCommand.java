package io.tidewatch.cli;

import io.tidewatch.config.Connection;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.event.EventComposer;
import io.tidewatch.event.EventSpec;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.series.SeriesColumns;
import io.tidewatch.series.SeriesEvents;
import io.tidewatch.series.SeriesFile;
import io.tidewatch.series.SeriesTimes;
import io.tidewatch.text.Readable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidewatch replay}: produces a series file as Avro events. */
@Command(
        name = "replay",
        description = {
            "Produces a series file to the (first) input topic as Avro events.",
            "Key: the entity. Value: the fields that the configuration names, so that run with it reads them (a column is"
                    + " named as its field's path: latency.p99); without configured features, field timestamp (event"
                    + " time) and one per numeric column. Labels are never sent.",
            "Where input.time is record, the record's own timestamp is the event's, and retention counts from it."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand extends ConsoleCommand {
    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Topic to produce to; without it, the configuration's first input topic.")
    String topic = "";

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of the topic if it must be created. Default: ${DEFAULT-VALUE}")
    int partitions = 4;

    @Option(names = "--entity", paramLabel = "NAME", description = "Entity of the rows; without it, the file's name.")
    String entity = "";

    @Option(
            names = "--entity-column",
            paramLabel = "COLUMN",
            description = "Column that names the entity; without it that of input.entity, if the file has it.")
    String entityColumn = "";

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            defaultValue = "max",
            converter = Pace.Converter.class,
            description = "max, realtime, or a multiple of it: 60x, 3600x. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init") // Has a default.
    Pace pace;

    @Parameters(paramLabel = "FILE", description = "Series file: CSV, also gzipped.")
    @SuppressWarnings("NullAway.Init") // Required.
    Path path;

    @Override
    public Integer call() throws Exception {
        Connection connection;
        EventSpec event;
        String target = topic;
        if (target.isEmpty()) {
            TidewatchConfig config = options.load();
            connection = new Connection(config.kafka(), config.registry());
            event = config.event();
            target = config.inputTopics().get(0);
        } else {
            connection = options.connection();
            event = options.event();
        }
        SeriesFile file = new SeriesFile(path, SeriesColumns.of(event, entityColumn, entity));
        List<String> columns = event.features().isEmpty() ? file.features() : event.features();
        SeriesEvents events = new SeriesEvents(file, columns, entity.isEmpty() ? file.name() : entity);
        EventComposer composer = new EventComposer(SentFields.of(event, file.features()), SentFields.avroName(target));
        PrintWriter err = err();
        LeftOutColumns.warnings(file, event.categories()).forEach(err::println);
        err.flush();
        new ReplayTopic(target, connection.kafka()).createIfMissing(partitions);
        int rows = file.count();
        int[] sent = new int[1];
        UnlikelyTimes unlikely = new UnlikelyTimes(event);
        try (SchemaRegistry registry = new ConfluentRegistry(
                        connection.registry().urls(), connection.registry().properties());
                SeriesProducer producer = new SeriesProducer(connection.kafka(), registry, target, composer);
                Progress progress = new Progress("replay")) {
            file.with(SeriesTimes.of(event, System.currentTimeMillis())).read(row -> {
                pace.await(row.timestampMs());
                producer.send(events.event(row));
                unlikely.sent(row, System.currentTimeMillis());
                progress.accept(++sent[0] / (double) rows);
            });
            producer.flush();
        }
        PrintWriter out = out();
        out.println(sent[0] + " events of "
                + Readable.text(String.valueOf(file.path().getFileName())) + " sent to topic " + target);
        out.flush();
        unlikely.warnings(path).forEach(err::println);
        err.flush();
        return 0;
    }
}
