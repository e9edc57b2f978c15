package io.sallyport.clients;

import static org.awaitility.Awaitility.await;

import io.sallyport.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * MCP servers that nobody here wrote, at pinned versions, installed into {@code target/clients/mcp} and run on loopback. Those that speak
 * stdio alone stand behind bridges that nobody here wrote either.
 */
final class ForeignServers implements AutoCloseable {
    private static final Path INSTALLED = Path.of("target", "clients", "mcp").toAbsolutePath();
    private static final Duration INSTALL = Duration.ofMinutes(5);
    private static final List<String> NPM = List.of(
            "@modelcontextprotocol/server-everything@2026.8.31",
            "@modelcontextprotocol/server-filesystem@2026.8.31",
            "mcp-proxy@6.7.19");

    /** They want different versions of the same library, so each has an environment of its own. */
    private static final Map<String, String> PYPI =
            Map.of("bridge", "mcp-proxy==0.13.0", "clock", "mcp-server-time==2026.10.19");

    private final List<Process> running = new ArrayList<>();

    /** Online, unless they are there already. */
    static ForeignServers install() {
        Commands.run(
                "mcp-npm",
                INSTALL,
                Map.of(),
                Stream.concat(
                                Stream.of(
                                        "npm",
                                        "install",
                                        "--prefix",
                                        INSTALLED.toString(),
                                        "--ignore-scripts",
                                        "--no-audit",
                                        "--no-fund"),
                                NPM.stream())
                        .toList());
        PYPI.forEach((name, wanted) -> {
            String home = INSTALLED.resolve(name).toString();
            Commands.run("mcp-venv-" + name, INSTALL, Map.of(), List.of("python3", "-m", "venv", home));
            Commands.run(
                    "mcp-pip-" + name,
                    INSTALL,
                    Map.of(),
                    List.of(
                            home + "/bin/python",
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--disable-pip-version-check",
                            wanted));
        });
        return new ForeignServers();
    }

    /** A server, and how to reach it. */
    record Serving(Process process, int port) {
        String url() {
            return "http://127.0.0.1:" + port + "/mcp";
        }
    }

    /** The reference server that has one of everything. */
    Serving everything() {
        int port = Ports.free();
        return start(
                port,
                "everything",
                Map.of("PORT", String.valueOf(port)),
                npm("mcp-server-everything"),
                "streamableHttp");
    }

    /** Files of {@code directory}, behind npm's bridge. */
    Serving files(Path directory) {
        int port = Ports.free();
        return start(
                port,
                "files",
                Map.of(),
                npm("mcp-proxy"),
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--server",
                "stream",
                "--",
                npm("mcp-server-filesystem"),
                directory.toString());
    }

    /** What time it is, behind PyPI's bridge. */
    Serving clock() {
        int port = Ports.free();
        return start(
                port,
                "clock",
                Map.of(),
                INSTALLED.resolve("bridge/bin/mcp-proxy").toString(),
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--",
                INSTALLED.resolve("clock/bin/mcp-server-time").toString());
    }

    private static String npm(String program) {
        return INSTALLED.resolve("node_modules/.bin").resolve(program).toString();
    }

    private Serving start(int port, String name, Map<String, String> env, String... line) {
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(INSTALLED.resolve(name + ".log").toFile());
        builder.environment().putAll(env);
        try {
            Process started = builder.start();
            running.add(started);
            await().atMost(Duration.ofSeconds(60)).until(() -> listens(port));
            return new Serving(started, port);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Sends a signal of the operating system's, such as {@code STOP}. */
    static void signal(Serving server, String signal) {
        Commands.run(
                "mcp-signal",
                Duration.ofSeconds(10),
                Map.of(),
                List.of("kill", "-" + signal, String.valueOf(server.process().pid())));
    }

    @Override
    public void close() {
        for (Process process : running) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
