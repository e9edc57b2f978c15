package io.sallyport.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What every command has: a name, a line that says what it does, and {@code --help}. */
final class Commands {
    private Commands() {}

    /** A command that does something. */
    static CommandSpec leaf(String name, Callable<Integer> action, String summary) {
        return described(CommandSpec.wrapWithoutInspection(action), name, summary);
    }

    /** A command that only leads to others. */
    static CommandSpec group(String name, String summary) {
        return described(CommandSpec.create(), name, summary);
    }

    private static CommandSpec described(CommandSpec command, String name, String summary) {
        return command.name(name)
                .usageMessage(new UsageMessageSpec().description(summary))
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this help.")
                        .build());
    }

    static OptionSpec version() {
        return OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Shows the version.")
                .build();
    }
}
