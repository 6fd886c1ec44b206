package io.tidewatch.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** What a command wrote and how it ended. */
record CommandRun(int exitCode, String out, String err) {

    /** Runs a command as the process would. */
    static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Tidewatch.commandLine(arguments)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return new CommandRun(command.execute(arguments), out.toString(), err.toString());
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
