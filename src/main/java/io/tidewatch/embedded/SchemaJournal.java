package io.tidewatch.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file in which an embedded registry keeps its schemas over a restart: one JSON object per line, oldest first. */
final class SchemaJournal implements AutoCloseable {

    private static final String FILE_NAME = "schemas.jsonl";

    /**
     * One change; just one of the two is there.
     *
     * @param schema that was registered
     * @param rule that was set
     */
    record Line(@Nullable RegisteredSchema schema, @Nullable Rule rule) {

        static Line of(RegisteredSchema schema) {
            return new Line(schema, null);
        }

        static Line of(@Nullable String subject, Compatibility compatibility) {
            return new Line(null, new Rule(subject, compatibility));
        }
    }

    /**
     * A compatibility rule that was set.
     *
     * @param subject to which it applies; null: to all without their own
     */
    record Rule(@Nullable String subject, Compatibility compatibility) {}

    private final ObjectMapper json;
    private final Path file;
    private final FileChannel channel;
    private final List<Line> lines;

    /**
     * Opens the journal of a directory, made when it is missing.
     *
     * @throws UncheckedIOException when it cannot be read or written
     */
    SchemaJournal(Path directory, ObjectMapper json) {
        this.json = json;
        this.file = directory.resolve(FILE_NAME);
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lines = read();
        } catch (IOException e) {
            throw new UncheckedIOException("The schemas of the embedded registry cannot be read from " + file + ".", e);
        }
    }

    /** What the file held when it was opened. */
    List<Line> lines() {
        return lines;
    }

    void append(Line line) {
        try {
            String text = json.writeValueAsString(line) + "\n";
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded registry cannot write to " + file + ".", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded registry cannot close " + file + ".", e);
        }
    }

    /** Reads the whole lines; a last one cut off by a crash was never confirmed to anyone, so it is overwritten. */
    private List<Line> read() throws IOException {
        String text = Files.readString(file);
        int end = text.lastIndexOf('\n') + 1;
        List<Line> read = new ArrayList<>();
        for (String line : text.substring(0, end).lines().toList()) {
            read.add(json.readValue(line, Line.class));
        }
        long wholeBytes = text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
        channel.truncate(wholeBytes);
        channel.position(wholeBytes);
        return List.copyOf(read);
    }
}
