package io.tidewatch.bench;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Memory of this process, in MB of 2^20 bytes.
 *
 * @param heapLiveMb what is left on the heap after a collection
 * @param heapCommittedMb taken from the system
 * @param heapMaxMb allowed
 * @param directMb buffers outside the heap
 * @param rocksDbMb what the state stores say they hold outside the heap
 * @param rssMb resident; null where the system does not say
 * @param rssPeakMb the most that was ever resident; null where the system does not say
 */
public record Resources(
        double heapLiveMb,
        double heapCommittedMb,
        double heapMaxMb,
        double directMb,
        double rocksDbMb,
        @Nullable Double rssMb,
        @Nullable Double rssPeakMb) {
    private static final double MB = 1 << 20;
    private static final Path STATUS = Path.of("/proc/self/status");

    /** Collects garbage, then looks. Resident memory is read before, as it was while running. */
    static Resources now(double rocksDbBytes) {
        Double rss = status("VmRSS:");
        Double peak = status("VmHWM:");
        System.gc();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        double direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return new Resources(
                heap.getUsed() / MB,
                heap.getCommitted() / MB,
                heap.getMax() / MB,
                direct / MB,
                rocksDbBytes / MB,
                rss,
                peak);
    }

    /** A line of /proc/self/status, which counts in units of 1024 bytes; null on systems without it. */
    private static @Nullable Double status(String field) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }
}
