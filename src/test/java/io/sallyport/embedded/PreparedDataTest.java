package io.sallyport.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data folders made from one that is there; nothing is unpacked here. */
class PreparedDataTest {
    @TempDir
    private Path temporary;

    private DataFolder model;
    private DataFolder folder;

    @BeforeEach
    void prepare() throws IOException {
        model = DataFolder.open(temporary.resolve("model"));
        Path home = PostgresPrograms.home(model);
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("bin/postgres"), "a program");
        Files.createSymbolicLink(home.resolve("lib/libpq.so"), Path.of("libpq.so.5"));
        IssuerKey.keptIn(model.file("issuer-key"));

        folder = DataFolder.open(PreparedData.in(temporary.resolve("data"), model.root()));
    }

    @Test
    void the_programs_lie_where_a_start_looks_for_them() throws IOException {
        Path home = PostgresPrograms.unpacked(folder);

        assertThat(home).startsWith(folder.root());
        assertThat(home.resolve("bin/postgres")).hasContent("a program");
        assertThat(home.resolve("lib/libpq.so")).isSymbolicLink();
    }

    @Test
    void a_program_is_known_by_its_name_in_its_own_folder() throws IOException {
        Path program = PostgresPrograms.home(folder).resolve("bin/postgres");

        assertThat(program.toRealPath()).startsWith(folder.root());
    }

    @Test
    void the_issuers_key_is_the_models_and_only_the_owner_reads_it() throws IOException {
        Path key = folder.file("issuer-key");

        assertThat(IssuerKey.keptIn(key)).isEqualTo(IssuerKey.keptIn(model.file("issuer-key")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }
}
