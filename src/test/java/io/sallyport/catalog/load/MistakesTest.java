package io.sallyport.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Finding;
import io.sallyport.catalog.TestingFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MistakesTest {
    @TempDir
    Path folder;

    static Stream<Mistake> providers() throws IOException {
        return Mistake.all("providers");
    }

    static Stream<Mistake> routes() throws IOException {
        return Mistake.all("routes");
    }

    static Stream<Mistake> principals() throws IOException {
        return Mistake.all("principals");
    }

    static Stream<Mistake> files() throws IOException {
        return Mistake.all("files");
    }

    @ParameterizedTest
    @MethodSource
    void providers(Mistake mistake) {
        String provider = "providers:\n  p:\n" + mistake.piece().indent(4);
        assertExplained(mistake, "models.yaml", provider + "routes: { r: { candidates: [ { model: p/m } ] } }\n");
    }

    @ParameterizedTest
    @MethodSource
    void routes(Mistake mistake) {
        String above = "providers: { p: { dialect: scripted, models: { m: {}, n: {} } } }\nroutes:\n  r:\n";
        assertExplained(mistake, "models.yaml", above + mistake.piece().indent(4));
    }

    @ParameterizedTest
    @MethodSource
    void principals(Mistake mistake) {
        assertExplained(mistake, "principals.yaml", "principals:\n  - " + mistake.piece());
    }

    static Stream<Mistake> tools() throws IOException {
        return Mistake.all("tools");
    }

    static Stream<Mistake> agents() throws IOException {
        return Mistake.all("agents");
    }

    @ParameterizedTest
    @MethodSource
    void tools(Mistake mistake) {
        assertExplained(mistake, "tools/t.yaml", mistake.piece());
    }

    @ParameterizedTest
    @MethodSource
    void agents(Mistake mistake) {
        new TestingFolder(folder)
                .models("providers: { p: { dialect: scripted, models: { m: {} } } }\n"
                        + "routes: { r: { candidates: [ { model: p/m } ] } }\n")
                .prompt("a/main.v1.prompt", "Hello\n")
                .prompt("a/releases.yaml", "main: { stable: 1 }\n")
                .write("agents/0.yaml", "name: \"0\"\nclient: taken\nroute: r\nprompt: a/main\n");
        assertExplained(mistake, "agents/a.yaml", mistake.piece());
    }

    @ParameterizedTest
    @MethodSource
    void files(Mistake mistake) {
        assertExplained(mistake, "models.yaml", mistake.piece());
    }

    private void assertExplained(Mistake mistake, String file, String content) {
        TestingFolder good = TestingFolder.at(folder);
        LoadedCatalog loaded = good.write(file, content).load();

        assertThat(loaded.catalog()).isEmpty();
        List<Finding> errors = loaded.errors().stream()
                .filter(error -> error.place().file().equals(file))
                .toList();
        assertThat(errors).isNotEmpty();
        Finding first = errors.getFirst();
        String place = first.place().line() + ":" + first.place().column() + " "
                + first.place().field();
        assertThat(place.strip()).as("%s", first).isEqualTo(mistake.place());
        assertThat(first.what()).contains(mistake.what());
        assertThat(first.fix()).contains(mistake.fix());
        assertThat(loaded.errors().toString()).doesNotContain("pw@");
    }
}
