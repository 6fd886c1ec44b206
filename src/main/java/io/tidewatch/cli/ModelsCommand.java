package io.tidewatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code tidewatch models}: what the models topic holds, and which version is active. */
@Command(
        name = "models",
        description = {
            "Lists the models that all instances share, and changes which of them is active.",
            "A VERSION may be shortened to what no other version begins with."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ModelsListCommand.class,
            ModelsShowCommand.class,
            ModelsActivateCommand.class,
            ModelsRollbackCommand.class,
            ModelsPublishCommand.class,
            ModelsDeleteCommand.class,
            ModelsDiffCommand.class
        })
final class ModelsCommand extends ConsoleCommand {
    @Override
    public Integer call() {
        throw new ParameterException(
                command.commandLine(),
                "Missing command: one of "
                        + String.join(", ", command.subcommands().keySet()));
    }
}
