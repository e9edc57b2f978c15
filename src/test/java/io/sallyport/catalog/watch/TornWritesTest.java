package io.sallyport.catalog.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Finding;
import io.sallyport.catalog.TestingAgents;
import io.sallyport.catalog.TestingFolder;
import io.sallyport.catalog.load.CatalogLoader;
import io.sallyport.catalog.load.LoadedCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files, written in the ways that editors and mounts write them; the time between the steps is the test's own. */
class TornWritesTest {
    private static final int LOOK_MILLIS = 100;

    @TempDir
    Path path;

    private final List<LoadedCatalog> live = new ArrayList<>();
    private final List<List<Finding>> complaints = new ArrayList<>();
    private Instant now = Instant.now();
    private TestingFolder folder;
    private CatalogWatch watch;

    @BeforeEach
    void begin() {
        folder = new TestingFolder(path);
        CatalogLoader loader = folder.loader();
        watch = new CatalogWatch(loader, loader.load(), () -> now, new CatalogWatch.Outcome() {
            @Override
            public void good(LoadedCatalog loaded) {
                live.add(loaded);
            }

            @Override
            public void bad(List<Finding> errors) {
                complaints.add(errors);
            }
        });
        pass(Duration.ofSeconds(3));
        live.clear();
    }

    private void pass(Duration time) {
        for (Instant end = now.plus(time); now.isBefore(end); now = now.plusMillis(LOOK_MILLIS)) {
            watch.poll();
        }
    }

    @RepeatedTest(25)
    void aFileWrittenInPiecesIsNeverAnErrorAndArrivesWhole(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int round = 0; round < 3; round++) {
            String content = TestingFolder.MODELS + "  route-" + round + ": { candidates: [ { model: local/big } ] }\n";
            writeInPieces(content, random);
            pass(Duration.ofSeconds(1));
        }

        assertThat(complaints).isEmpty();
        assertThat(live.getLast().catalog().orElseThrow().routes()).containsKey("route-2");
    }

    private void writeInPieces(String content, Random random) throws IOException {
        Path file = path.resolve("models.yaml");
        if (random.nextBoolean()) {
            Files.delete(file);
            pass(Duration.ofMillis(random.nextInt(200)));
            folder.models("");
        }
        for (int end = 0; end < content.length(); ) {
            folder.models(content.substring(0, end));
            pass(Duration.ofMillis(random.nextInt(200)));
            end += 1 + random.nextInt(200);
        }
        folder.models(content);
    }

    @Test
    void aFileThatIsDeletedAndPutBackWithinASecondIsNoError() throws IOException {
        Files.delete(path.resolve("models.yaml"));
        pass(Duration.ofSeconds(1));
        folder.models(TestingFolder.MODELS);
        pass(Duration.ofSeconds(3));

        assertThat(complaints).isEmpty();
    }

    @Test
    void aGoodChangeIsLiveWithinASecondEvenWithoutTheEndOfItsLastLine() {
        folder.models(TestingFolder.MODELS.stripTrailing() + " # done");
        pass(Duration.ofMillis(900));

        assertThat(live).hasSize(1);
    }

    @Test
    void aBadFileIsComplainedAboutOnceAndItsMendingIsNoticed() {
        folder.models("providers: {}\n");
        pass(Duration.ofSeconds(5));
        assertThat(complaints).hasSize(1);

        folder.models(TestingFolder.MODELS);
        pass(Duration.ofSeconds(1));
        assertThat(complaints).hasSize(1);
        assertThat(live).hasSize(1);
    }

    @Test
    void aFileThatTheCatalogueNamesBelongsToItEvenIfItComesLater() {
        folder.models(TestingFolder.MODELS.replace("models:\n", "caFile: ca.pem\n    models:\n"));
        pass(Duration.ofSeconds(3));
        assertThat(complaints.getLast().getFirst().what()).contains("ca.pem");

        folder.write("ca.pem", "not a certificate");
        pass(Duration.ofSeconds(3));
        assertThat(complaints.getLast().getFirst().what()).contains("no certificate");
    }

    @Test
    void aMountThatSwapsItsFolderIsFollowed() throws IOException {
        Path mount = Files.createDirectory(path.resolve("mount"));
        Path data = path.resolve("data");
        Files.move(
                path.resolve("models.yaml"),
                Files.createDirectory(path.resolve("one")).resolve("models.yaml"));
        Files.writeString(
                Files.createDirectory(path.resolve("two")).resolve("models.yaml"),
                TestingFolder.MODELS.replace("chat-default", "chat-swapped"));
        Files.createSymbolicLink(data, path.resolve("one"));
        Files.createSymbolicLink(path.resolve("models.yaml"), data.resolve("models.yaml"));
        pass(Duration.ofSeconds(1));
        live.clear();

        Files.createSymbolicLink(mount.resolve("next"), path.resolve("two"));
        Files.move(mount.resolve("next"), data, StandardCopyOption.ATOMIC_MOVE);
        pass(Duration.ofSeconds(1));

        assertThat(live.getLast().catalog().orElseThrow().routes()).containsOnlyKeys("chat-swapped");
        assertThat(complaints).isEmpty();
    }

    @Test
    void newAndRemovedFilesInTheFoldersOfToolsAgentsAndPromptsAreNoticed() throws IOException {
        TestingAgents.orderDesk(folder);
        pass(Duration.ofSeconds(1));
        assertThat(live.getLast().catalog().orElseThrow().agents()).containsKey("order-desk");

        Files.delete(path.resolve("agents/order-desk.yaml"));
        pass(Duration.ofSeconds(1));
        assertThat(live.getLast().catalog().orElseThrow().agents()).isEmpty();
        assertThat(complaints).isEmpty();

        folder.write("agents/order-desk.yaml", TestingAgents.ORDER_DESK)
                .prompt("order-desk/main.v1.prompt", "{{role \"system\"}}{{name}}\n");
        pass(Duration.ofSeconds(3));
        assertThat(complaints).hasSize(1);
        assertThat(live.getLast().catalog().orElseThrow().agents()).isEmpty();
    }

    @Test
    void aPromptThatWentLiveStaysWhatItIs() {
        TestingAgents.orderDesk(folder);
        pass(Duration.ofSeconds(1));
        String revision = live.getLast().catalog().orElseThrow().revision();

        folder.prompt("order-desk/main.v1.prompt", TestingAgents.PROMPT.replace("orders.", "orders!"));
        pass(Duration.ofSeconds(3));

        assertThat(complaints).hasSize(1);
        assertThat(live.getLast().catalog().orElseThrow().revision()).isEqualTo(revision);
    }
}
