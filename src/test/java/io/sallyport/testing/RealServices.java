package io.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.embedded.Embedded;
import io.sallyport.embedded.EmbeddedSettings;
import io.sallyport.embedded.PreparedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** PostgreSQL, Redis and an issuer for a gateway in profile {@code prod}: real servers on loopback that are nobody's embedded ones. */
public final class RealServices implements AutoCloseable {
    private final Path folder;
    private final Embedded.Started stores;
    private final TestingIssuer issuer;

    private RealServices(Path folder, Embedded.Started stores, TestingIssuer issuer) {
        this.folder = folder;
        this.stores = stores;
        this.issuer = issuer;
    }

    public static RealServices start() {
        try {
            Path folder = Files.createTempDirectory("sallyport-services");
            return new RealServices(folder, Embedded.start(PreparedData.in(folder), ""), TestingIssuer.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything they have on disk. */
    public Path folder() {
        return folder;
    }

    /** Where the stores listen, and their passwords. */
    public EmbeddedSettings settings() {
        return stores.settings();
    }

    /** The processes that run {@code program}: {@code postgres} or {@code redis-server}. */
    public List<ProcessHandle> servers(String program) {
        List<ProcessHandle> servers = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(path -> path.startsWith(folder.toString()) && path.endsWith("/" + program))
                        .isPresent())
                .toList();
        assertThat(servers).as(program).isNotEmpty();
        return servers;
    }

    /** Kills those that run {@code program}. */
    public void kill(String program) {
        servers(program).forEach(ProcessHandle::destroyForcibly);
    }

    public TestingIssuer issuer() {
        return issuer;
    }

    /** The environment by which a deployment names them. */
    public Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        stores.settings().asProperties("", "").forEach((key, value) -> {
            if (key.startsWith("quarkus.")) {
                variables.put(variable(key), value);
            }
        });
        variables.remove("QUARKUS_DATASOURCE_JDBC_URL"); // derived by the gateway
        variables.put("QUARKUS_OIDC_AUTH_SERVER_URL", issuer.url());
        return variables;
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public void close() {
        issuer.close();
        stores.services().stop();
        TestFolders.delete(folder);
    }
}
