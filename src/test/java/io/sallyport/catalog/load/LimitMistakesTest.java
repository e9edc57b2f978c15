package io.sallyport.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Finding;
import io.sallyport.catalog.TestingFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in limits: a piece is whole files, each behind {@code -- name}, put into a good folder. */
class LimitMistakesTest {
    @TempDir
    Path path;

    static Stream<Mistake> limits() throws IOException {
        return Mistake.all("limits");
    }

    static Stream<Mistake> limitsThatAreDoubtful() throws IOException {
        return Mistake.all("limits-doubtful");
    }

    @ParameterizedTest
    @MethodSource
    void limits(Mistake mistake) {
        LoadedCatalog loaded = load(mistake);

        assertThat(loaded.catalog()).isEmpty();
        assertSaid(mistake, loaded.errors().getFirst());
    }

    @ParameterizedTest
    @MethodSource
    void limitsThatAreDoubtful(Mistake mistake) {
        LoadedCatalog loaded = load(mistake);

        assertThat(loaded.catalog()).as("%s", loaded.errors()).isPresent();
        assertThat(loaded.warnings()).hasSize(1);
        assertSaid(mistake, loaded.warnings().getFirst());
    }

    private LoadedCatalog load(Mistake mistake) {
        TestingFolder folder = new TestingFolder(path)
                .models("""
                        providers:
                          p:
                            dialect: scripted
                            models:
                              small: { maxOutputTokens: 1000, price: { inputPerMillion: 1, outputPerMillion: 2, currency: USD } }
                              big: { maxOutputTokens: 4000, price: { inputPerMillion: 4, outputPerMillion: 8, currency: USD } }
                        routes:
                          r: { candidates: [ { model: p/small } ], fallbacks: [ p/big ] }
                        """)
                .principals("principals: []\n")
                .prompt("a/main.v1.prompt", "Hello\n")
                .prompt("a/releases.yaml", "main: { stable: 1 }\n");
        for (String file : mistake.piece().split("(?m)^-- ")) {
            if (!file.isEmpty()) {
                int end = file.indexOf('\n');
                folder.write(file.substring(0, end), file.substring(end + 1));
            }
        }
        return folder.load();
    }

    private static void assertSaid(Mistake mistake, Finding finding) {
        assertThat(finding.place().toString()).as("%s", finding).isEqualTo(mistake.place());
        assertThat(finding.what()).contains(mistake.what());
        assertThat(finding.fix()).contains(mistake.fix());
    }
}
