package io.sallyport.edge.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.Mode;
import io.sallyport.testing.RawConnection;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.MisbehavingProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A reader who reads slowly makes the gateway read slowly, and costs it little. */
@ExtendWith(SharedGateway.class)
class BackPressureIT {
    /** What the kernels of three sockets may hold between them, and some for the gateway itself. */
    private static final long BOUND = 16L << 20;

    private static final int STALLED_STREAMS = 20;

    /** Shorter than a reader's pause: a stream that we hold up ourselves is not the provider's stall. */
    private static final String SHORT_IDLE = "timeouts: { connect: 500ms, firstToken: 2s, idle: 400ms, total: 60s }";

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "pressure", 4, SHORT_IDLE);
    }

    private final LineUp lineUp = lineUps.take();

    @Test
    void a_stalled_reader_stalls_the_provider_and_goes_on_where_it_left_off() {
        lineUp.main().always(Answers.endlessly());
        try (RawConnection reader = open()) {
            long held = awaitStandstill();
            assertThat(held).as("bytes taken for a reader who does not read").isLessThan(BOUND);

            reader.read((int) held);

            await().atMost(Duration.ofSeconds(10)).until(() -> lineUp.main().bytesSent() > held + held / 2);
            assertThat(lineUp.main().open())
                    .as("the stream is still the same one")
                    .isEqualTo(1);
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> lineUp.main().cancels() == 1);
        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @Test
    void the_memory_of_many_stalled_streams_is_bounded() {
        lineUp.main().always(Answers.endlessly());
        List<RawConnection> readers = new ArrayList<>();
        try {
            for (int i = 0; i < STALLED_STREAMS; i++) {
                readers.add(open());
            }
            awaitStandstill();
            lineUp.gateway().collectGarbage();

            double direct = lineUp.gateway().metrics().sum("jvm_buffer_memory_used_bytes", "id", "direct");
            double heap = lineUp.gateway().metrics().sum("jvm_memory_used_bytes", "area", "heap");

            assertThat(direct + heap)
                    .as("bytes in use with %d stalled streams", STALLED_STREAMS)
                    .isLessThan(200L << 20);
        } finally {
            readers.forEach(RawConnection::close);
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> lineUp.main().cancels() == STALLED_STREAMS);
    }

    private RawConnection open() {
        RawConnection reader = lineUp.gateway().client().raw();
        reader.sendChat(lineUp.gateway().client(), lineUp.call(Mode.STREAM).body());
        assertThat(reader.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
        return reader;
    }

    /** Waits until the provider cannot get rid of another byte, for longer than the idle limit; what it got rid of so far. */
    private long awaitStandstill() {
        Long[] last = {-1L};
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(700))
                .until(() -> {
                    long before = last[0];
                    last[0] = lineUp.main().bytesSent();
                    return last[0] == before;
                });
        return last[0];
    }
}
