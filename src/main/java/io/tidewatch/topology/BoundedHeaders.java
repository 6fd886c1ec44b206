package io.tidewatch.topology;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Headers of somebody else's record that go on with what is written about it, as far as there is room. */
final class BoundedHeaders {
    static final String LEFT_OUT = "tidewatch.headers-left-out";

    /** How many bytes these had. */
    static final String LEFT_OUT_BYTES = "tidewatch.headers-left-out-bytes";

    /**
     * How much goes on.
     *
     * @param count headers
     * @param eachBytes of a header, its name and its value
     * @param totalBytes of all together
     */
    record Room(int count, int eachBytes, int totalBytes) {}

    private final Room room;
    private final RecordHeaders kept = new RecordHeaders();
    private long keptBytes;
    private int keptCount;
    private int leftOut;
    private long leftOutBytes;

    BoundedHeaders(Room room) {
        this.room = room;
    }

    /** Keeps a header if there is room. */
    void add(Header header) {
        int bytes = bytes(header);
        if (keptCount < room.count && bytes <= room.eachBytes && keptBytes + bytes <= room.totalBytes) {
            kept.add(header);
            keptCount++;
            keptBytes += bytes;
        } else {
            leftOut++;
            leftOutBytes += bytes;
        }
    }

    /** Those kept, then how many were left out, if any were. */
    Headers headers() {
        if (leftOut > 0) {
            kept.add(LEFT_OUT, text(leftOut));
            kept.add(LEFT_OUT_BYTES, text(leftOutBytes));
            leftOut = 0;
        }
        return kept;
    }

    static int bytes(Header header) {
        byte[] value = header.value();
        return header.key().getBytes(StandardCharsets.UTF_8).length + (value == null ? 0 : value.length);
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(StandardCharsets.UTF_8);
    }
}
