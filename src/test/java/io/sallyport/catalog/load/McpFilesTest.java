package io.sallyport.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.TestingFolder;
import io.sallyport.catalog.ToolBinding.Auth;
import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.catalog.ToolBinding.OnError;
import io.sallyport.catalog.ToolBinding.RemoteTool;
import io.sallyport.catalog.ToolSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code mcp.yaml}, and the tools that name a server of it. */
class McpFilesTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final String SERVERS = """
            servers:
              inbox:
                url: "https://inbox.example/mcp"
                auth: agent
                audience: inbox
                headers: { X-Tenant: "${TENANT_SECRET}" }
                allowAddresses: [ 10.20.0.0/16 ]
                timeout: 3s
                refresh: 30s
                maxConcurrent: 7
                breaker: { window: 5 }
            """;
    private static final String SEND = """
            name: send_mail
            description: Sends a mail.
            effect: irreversible
            idempotency: queryable
            mcp: { server: inbox, tool: mail/send, digest: "%s", onError: notApplied, lookUp: { tool: find } }
            input: { type: object }
            """.formatted(DIGEST);
    private static final String AGENT = """
            name: triage
            client: triage
            clientSecret: hush
            route: chat-default
            prompt: triage/main
            tools: [ { name: send_mail } ]
            """;

    @TempDir
    Path path;

    private TestingFolder folder;

    @BeforeEach
    void write() {
        folder = new TestingFolder(path)
                .set("TENANT_SECRET", "secret-of-the-tenant")
                .write("mcp.yaml", SERVERS)
                .write("tools/send_mail.yaml", SEND)
                .write("agents/triage.yaml", AGENT)
                .prompt("triage/main.v1.prompt", "Hello\n")
                .prompt("triage/releases.yaml", "main: { stable: 1 }\n");
    }

    private AgentRevision triage() {
        return Objects.requireNonNull(folder.catalog().agents().get("triage"));
    }

    private static ToolSpec tool(AgentRevision revision) {
        return Objects.requireNonNull(revision.tools().get("send_mail"));
    }

    private static Mcp mcp(AgentRevision revision) {
        return (Mcp) tool(revision).binding();
    }

    @Test
    void everything_arrives() {
        McpServerSpec server = Objects.requireNonNull(folder.catalog().mcp().get("inbox"));
        assertThat(server.endpoint().url()).hasToString("https://inbox.example/mcp");
        assertThat(server.endpoint().auth()).isEqualTo(Auth.AGENT);
        assertThat(server.endpoint().audience()).contains("inbox");
        assertThat(server.endpoint().allowAddresses()).containsExactly("10.20.0.0/16");
        assertThat(server.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(server.refresh()).isEqualTo(Duration.ofSeconds(30));

        Mcp mcp = mcp(triage());
        assertThat(mcp.server()).hasToString(server.toString());
        assertThat(mcp.tool()).isEqualTo(new RemoteTool("mail/send", Optional.of(DIGEST)));
        assertThat(mcp.lookUp()).contains(new RemoteTool("find", Optional.empty()));
        assertThat(mcp.onError()).isEqualTo(OnError.NOT_APPLIED);
        assertThat(tool(triage()).maxConcurrent()).isEqualTo(7);
        assertThat(tool(triage()).breaker().window()).isEqualTo(5);
    }

    @Test
    void a_catalogue_need_not_have_servers(@TempDir Path bare) {
        assertThat(new TestingFolder(bare).catalog().mcp()).isEmpty();
    }

    @Test
    void a_revision_knows_where_its_server_was_and_no_secret() {
        AgentRevision written = triage();
        assertThat(written.spec().text()).contains("https://inbox.example/mcp").doesNotContain("secret-of");
        folder.write("mcp.yaml", "servers: { inbox: { url: \"https://other.example/mcp\" } }\n");

        AgentRevision read = AgentRevisions.read(written.spec());

        assertThat(mcp(read).server().endpoint().url()).hasToString("https://inbox.example/mcp");
        assertThat(tool(read).digest()).isEqualTo(tool(written).digest());
        assertThat(read.spec()).isEqualTo(written.spec());
        assertThat(mcp(RevisionSecrets.attach(read, folder.catalog()))
                        .server()
                        .endpoint()
                        .headers())
                .isEmpty();
    }

    @Test
    void a_rotated_secret_is_the_new_one_for_old_runs_too() {
        AgentRevision written = triage();
        folder.set("TENANT_SECRET", "the-new-one");

        AgentRevision attached = RevisionSecrets.attach(AgentRevisions.read(written.spec()), folder.catalog());

        assertThat(mcp(attached).server().endpoint().headers().get("X-Tenant").reveal())
                .isEqualTo("the-new-one");
    }

    @Test
    void whatever_is_edited_gives_another_revision() {
        String before = triage().digest();
        folder.write("mcp.yaml", SERVERS.replace("30s", "31s"));
        assertThat(triage().digest()).isNotEqualTo(before);
    }

    @Test
    void an_agent_without_a_secret_may_not_have_a_tool_that_wants_its_token() {
        folder.write("agents/triage.yaml", AGENT.replace("clientSecret: hush\n", ""));

        assertThat(folder.load().errors().toString()).contains("clientSecret");
    }

    static Stream<Mistake> servers() throws IOException {
        return Mistake.all("mcp");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void mistakes_are_explained(Mistake mistake) {
        folder.write("mcp.yaml", mistake.piece());

        var first = folder.load().errors().stream()
                .filter(error -> error.place().file().equals("mcp.yaml"))
                .findFirst()
                .orElseThrow();

        assertThat(first.place().line() + ":" + first.place().column() + " "
                        + first.place().field())
                .as("%s", first)
                .isEqualTo(mistake.place());
        assertThat(first.what()).contains(mistake.what());
        assertThat(first.fix()).contains(mistake.fix());
    }
}
