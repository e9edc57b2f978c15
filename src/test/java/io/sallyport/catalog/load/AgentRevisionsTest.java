package io.sallyport.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.TestingAgents;
import io.sallyport.catalog.TestingFolder;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.core.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentRevisionsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/catalog/revisions");

    @TempDir
    Path path;

    private TestingFolder folder;

    @BeforeEach
    void write() {
        folder = TestingAgents.orderDesk(new TestingFolder(path))
                .set("ORDER_DESK_SECRET", "secret-of-the-agent")
                .set("SHOP_KEY", "secret-of-the-shop");
    }

    private static AgentRevision desk(Catalog catalog) {
        return Objects.requireNonNull(catalog.agents().get("order-desk"));
    }

    private static String shopKey(AgentRevision revision) {
        ToolBinding.Http http = (ToolBinding.Http)
                Objects.requireNonNull(revision.tools().get("create_order")).binding();
        return http.headers().containsKey("x-shop-key")
                ? http.headers().get("x-shop-key").reveal()
                : "";
    }

    @Test
    void noSecretIsWrittenIntoARevision() {
        assertThat(desk(folder.catalog()).spec().text()).doesNotContain("secret-of");
    }

    @Test
    void hostsAndSinksAreWrittenAndReadBack() {
        folder.write(
                "tools/calculate.yaml",
                "name: calculate\nbuiltin: fetch_url\nhosts: [docs.example]\napproval: byPolicy\nsinks: [url]\n");
        ToolSpec written = Objects.requireNonNull(desk(folder.catalog()).tools().get("calculate"));

        ToolSpec read = Objects.requireNonNull(
                AgentRevisions.read(desk(folder.catalog()).spec()).tools().get("calculate"));

        assertThat(read.binding()).isEqualTo(new ToolBinding.Fetch(List.of("docs.example")));
        assertThat(read.sinks()).containsExactly("url");
        assertThat(read.digest()).isEqualTo(written.digest());
    }

    @Test
    void whatIsReadBackIsWhatWasWritten() {
        AgentRevision written = desk(folder.catalog());

        AgentRevision read = AgentRevisions.read(written.spec());

        assertThat(read.digest()).isEqualTo(written.digest());
        assertThat(read.spec()).isEqualTo(written.spec());
        assertThat(read.prompt()).isEqualTo(written.prompt());
        assertThat(read.agent().limits()).isEqualTo(written.agent().limits());
        assertThat(read.agent().tools()).isEqualTo(written.agent().tools());
        assertThat(read.tools().keySet())
                .containsExactlyElementsOf(written.tools().keySet());
        assertThat(Revisions.of(read.agent(), read.prompt(), read.tools()).spec())
                .isEqualTo(written.spec());
    }

    @Test
    void secretsComeFromTheCatalogueAsItIsNow() {
        AgentRevision stored = AgentRevisions.read(desk(folder.catalog()).spec());
        Catalog rotated = folder.set("SHOP_KEY", "secret-rotated").catalog();

        AgentRevision attached = RevisionSecrets.attach(stored, rotated);

        assertThat(shopKey(attached)).isEqualTo("secret-rotated");
        assertThat(attached.agent().clientSecret().orElseThrow().reveal()).isEqualTo("secret-of-the-agent");
        assertThat(attached.digest()).isEqualTo(stored.digest());
    }

    @Test
    void aSecretGoesOnlyWhereTheCatalogueStillSendsIt() {
        AgentRevision stored = AgentRevisions.read(desk(folder.catalog()).spec());
        folder.write("tools/create_order.yaml", TestingAgents.CREATE_ORDER.replace(":9100", ":9200"))
                .write(
                        "agents/order-desk.yaml",
                        TestingAgents.ORDER_DESK.replace("client: order-desk", "client: another"));

        AgentRevision attached = RevisionSecrets.attach(stored, folder.catalog());

        assertThat(shopKey(attached)).isEmpty();
        assertThat(attached.agent().clientSecret()).isEmpty();
    }

    @Test
    void aSecretDoesNotGoToAnotherHostThatAnOldRevisionAsksAt() {
        AgentRevision stored = AgentRevisions.read(desk(folder.catalog()).spec());
        ToolSpec tool = Objects.requireNonNull(stored.tools().get("create_order"));
        ToolBinding.Http http = (ToolBinding.Http) tool.binding();
        ToolSpec old = tool.withBinding(new ToolBinding.Http(
                http.method(),
                http.url(),
                http.auth(),
                http.audience(),
                http.headers(),
                http.allowAddresses(),
                Optional.of(new ToolBinding.LookUp(new UrlTemplate("http://elsewhere.example/{key}")))));

        AgentRevision attached = RevisionSecrets.attach(
                new AgentRevision(
                        stored.digest(), stored.spec(), stored.agent(), stored.prompt(), Map.of("create_order", old)),
                folder.catalog());

        assertThat(shopKey(attached)).isEmpty();
    }

    @Test
    void aRevisionOutlivesItsAgentAndItsTools(@TempDir Path bare) {
        AgentRevision stored = AgentRevisions.read(desk(folder.catalog()).spec());

        AgentRevision attached = RevisionSecrets.attach(stored, new TestingFolder(bare).catalog());

        assertThat(attached.tools()).containsOnlyKeys("create_order", "calculate");
        assertThat(attached.agent().clientSecret()).isEmpty();
    }

    @Test
    void aReferenceInAStoredTextIsNotLookedUpAgain() {
        folder.set("OLD", "x")
                .write("tools/create_order.yaml", TestingAgents.CREATE_ORDER.replace("Places", "$${OLD} places"));
        AgentRevision written = desk(folder.catalog());

        AgentRevision read = AgentRevisions.read(written.spec());

        assertThat(Objects.requireNonNull(read.tools().get("create_order")).description())
                .startsWith("${OLD} places");
    }

    /** Written once and never again: if this fails, the reader has forgotten an old form, not the file. */
    @Test
    void whatTheFirstFormatWroteIsStillRead() throws IOException {
        AgentRevision read = AgentRevisions.read(Bytes.of(Files.readAllBytes(GOLDEN.resolve("format-1.json"))));

        assertThat(read.agent().name()).isEqualTo("order-desk");
        assertThat(read.agent().limits().tokens()).hasValue(100_000);
        assertThat(read.prompt().body()).contains("You take orders.");
        assertThat(read.prompt().partials()).containsEntry("house", "Be brief.\n");
        assertThat(read.tools().keySet()).containsExactly("create_order", "calculate");
        assertThat(Revisions.of(read.agent(), read.prompt(), read.tools()).digest())
                .as("the first format is still the one that is written")
                .isEqualTo(read.digest());
    }

    @Test
    void whatIsNoRevisionOrOfALaterFormatIsRefused() {
        for (String spec : new String[] {"", "{}", "{\"format\":2}"}) {
            assertThatThrownBy(() -> AgentRevisions.read(Bytes.of(spec))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
