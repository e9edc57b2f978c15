package io.sallyport.cli;

import io.sallyport.core.Permitted;
import io.sallyport.core.StartRefused;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Chooses the verb. Built by hand rather than from annotations, so that the native executable needs no reflection for it. */
public final class Cli {
    private Cli() {}

    /** Runs the verb that {@code args} name and leaves with its exit code; returns only from a server that is being reloaded. */
    @Permitted(because = "this is the entry point's way out")
    public static void run(String... args) {
        int code = commandLine(args).execute(args);
        if (code != Serve.ENDED_ITSELF) {
            System.exit(code);
        }
    }

    /** The whole command line; {@code serverArguments} are what the server gets to see of it. */
    static CommandLine commandLine(String... serverArguments) {
        Serve serve = new Serve(serverArguments);
        CommandSpec root = Commands.leaf(
                        "sallyport", serve, "A gateway server for AI agents. Without a verb, it serves.")
                .addOption(Commands.version())
                .version("sallyport " + Version.text())
                .addSubcommand("serve", Commands.leaf("serve", serve, "Serves, until it is told to end. The default."))
                .addSubcommand("catalog", catalog());
        return new CommandLine(root).setExecutionExceptionHandler(Cli::refused);
    }

    private static CommandSpec catalog() {
        CheckCatalog check = new CheckCatalog();
        return Commands.group("catalog", "What providers, routes and principals are declared.")
                .addSubcommand("check", check.command());
    }

    private static int refused(Exception e, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
        if (!(e instanceof StartRefused refusal)) {
            throw e;
        }
        PrintWriter err = command.getErr();
        refusal.items().forEach(item -> err.println("sallyport: " + item));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
