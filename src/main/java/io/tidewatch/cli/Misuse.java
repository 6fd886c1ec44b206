package io.tidewatch.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers wrong arguments with what is wrong and where help is, rather than with a page of usage. */
final class Misuse implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        if (wrong instanceof UnmatchedArgumentException unmatched && isCommand(unmatched)) {
            err.println(name + ": " + ErrorText.of(unknownCommand(unmatched)));
        } else {
            err.println(name + ": " + ErrorText.of(String.valueOf(wrong.getMessage())));
            UnmatchedArgumentException.printSuggestions(wrong, err);
        }
        err.println("Try '" + name + " --help'.");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Whether what is unknown stands where a command is expected. */
    private static boolean isCommand(UnmatchedArgumentException unmatched) {
        return !unmatched.getCommandLine().getSubcommands().isEmpty() && !unmatched.isUnknownOption();
    }

    private static String unknownCommand(UnmatchedArgumentException unmatched) {
        String unknown = "unknown command '" + unmatched.getUnmatched().get(0) + "'";
        return unmatched.getSuggestions().isEmpty()
                ? unknown
                : unknown + ", did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
    }
}
