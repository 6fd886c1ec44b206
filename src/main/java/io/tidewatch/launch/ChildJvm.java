package io.tidewatch.launch;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How to start another process of this program: with this one's Java and flags, and a heap of its own.
 *
 * @param classPath of the program
 * @param mainClass of the program
 * @param heap largest heap, as {@code -Xmx} takes it
 * @param archive where the process leaves an archive of its classes when it ends; then it uses none itself
 */
public record ChildJvm(String classPath, String mainClass, String heap, Optional<Path> archive) {

    public ChildJvm(String classPath, String mainClass, String heap) {
        this(classPath, mainClass, heap, Optional.empty());
    }

    /** The same, but it leaves an archive of its classes in a file. */
    public ChildJvm archiving(Path file) {
        return new ChildJvm(classPath, mainClass, heap, Optional.of(file));
    }

    /** Starts the program; what it logs goes where this process logs unless redirected. */
    public ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (kept(flag) && !(archive.isPresent() && flag.startsWith("-XX:SharedArchiveFile"))) {
                command.add(flag);
            }
        }
        archive.ifPresent(file -> command.add("-XX:ArchiveClassesAtExit=" + file));
        command.add("-Xmx" + heap);
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putIfAbsent("TIDEWATCH_LOG_LEVEL", "WARN");
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Agents measure or debug this process; its heap is its own. */
    static boolean kept(String flag) {
        return !flag.startsWith("-javaagent")
                && !flag.startsWith("-agent")
                && !flag.startsWith("-Xmx")
                && !flag.startsWith("-Xms")
                && !flag.startsWith("-XX:MaxRAMPercentage");
    }
}
