package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CliTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void help_lists_the_verbs() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("serve", "catalog", "--help", "--version");
    }

    @Test
    void every_verb_has_help() {
        assertThat(run("catalog", "--help")).isZero();
        assertThat(run("catalog", "check", "--help")).isZero();
        assertThat(run("serve", "--help")).isZero();
        assertThat(out.toString()).contains("DIR", "exit code 0");
    }

    @Test
    void the_version_is_the_one_that_was_built() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("sallyport [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\s*");
    }

    @Test
    void a_good_catalogue_is_exit_code_0() {
        assertThat(run("catalog", "check", "catalog")).isZero();
    }

    @Test
    void a_catalogue_that_is_not_there_is_exit_code_1(@TempDir Path folder) {
        assertThat(run("catalog", "check", folder.resolve("nowhere").toString()))
                .isEqualTo(1);
    }

    @Test
    void what_nobody_knows_is_exit_code_2() {
        assertThat(run("dance")).isEqualTo(2);
        assertThat(run("catalog")).isEqualTo(2);
        assertThat(run("catalog", "check", "one", "two")).isEqualTo(2);
        assertThat(err.toString()).contains("dance", "Missing required subcommand");
    }

    private int run(String... args) {
        CommandLine command = Cli.commandLine(args);
        return command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    }
}
