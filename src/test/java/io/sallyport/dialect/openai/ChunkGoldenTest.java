package io.sallyport.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.dialect.sse.SseFramer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams as providers send them, and what the scan says of each chunk: {@code <provider>.sse} beside {@code <provider>.expected}. */
class ChunkGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dialect/openai/streams");

    static Stream<Path> streams() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".sse")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theScanSaysOfEachChunkWhatItIs(Path stream) throws IOException {
        String name = stream.getFileName().toString().replace(".sse", ".expected");

        assertThat(String.join("\n", report(Files.readAllBytes(stream))))
                .isEqualTo(Files.readString(stream.resolveSibling(name)).strip());
    }

    private static List<String> report(byte[] stream) {
        List<String> lines = new ArrayList<>();
        ChunkScan scan = new ChunkScan();
        SseFramer framer = new SseFramer(1 << 20);
        SseFramer.Handler handler = (raw, from, to, data, dataFrom, dataTo) ->
                lines.add(dataFrom < 0 ? "no data" : line(scan, scan.scan(data, dataFrom, dataTo)));
        assertThat(framer.feed(stream, 0, stream.length, handler)).isTrue();
        framer.end(handler);
        return lines;
    }

    private static String line(ChunkScan scan, ChunkScan.Verdict verdict) {
        if (verdict == ChunkScan.Verdict.ERROR) {
            return verdict + " " + ProviderErrorBody.parse(scan.error());
        }
        if (verdict != ChunkScan.Verdict.OK) {
            return verdict.toString();
        }
        String text = scan.text();
        return "%s id=%s model=%s delta=%s onlyText=%s text=%s finished=%d %s usageOnly=%s %s"
                .formatted(
                        verdict,
                        scan.id(),
                        scan.model(),
                        scan.hasDelta(),
                        scan.onlyText(),
                        text == null ? null : new String(io.sallyport.core.json.JsonWriter.quoted(text), UTF_8),
                        scan.finished(),
                        scan.finishReason(),
                        scan.usageOnly(),
                        scan.usage());
    }
}
