package io.sallyport.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.CrashPoint;
import io.sallyport.checkpoint.CrashPoints.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A gateway that comes to an instant is held there exactly when somebody waits for it. */
class TrapsTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Traps traps = new Traps();

    @Test
    void nobody_is_held_where_nobody_waits() throws IOException {
        try (CrashPort port = CrashPort.open(0, traps);
                Socket gateway = gateway(port)) {
            assertThat(told(gateway, "BEFORE C5_INTENT run_1")).isEqualTo("go");
            assertThat(told(gateway, "AFTER C5_INTENT run_1")).isEqualTo("go");
        }
    }

    @Test
    void the_first_that_fits_is_held_until_it_is_let_go() throws Exception {
        try (CrashPort port = CrashPort.open(2, traps);
                Socket gateway = gateway(port)) {
            CompletableFuture<Optional<Traps.Caught>> caught = CompletableFuture.supplyAsync(
                    () -> traps.await(Side.AFTER, CrashPoint.C6_RESULT, (replica, run) -> run.equals("run_2"), SOON));
            String held = "";
            while (held.isEmpty()) {
                assertThat(told(gateway, "BEFORE C6_RESULT run_2")).isEqualTo("go");
                assertThat(told(gateway, "AFTER C6_RESULT run_1")).isEqualTo("go");
                held = toldOrNothing(gateway, "AFTER C6_RESULT run_2");
                held = held.equals("go") ? "" : "held";
            }
            Traps.Caught one = caught.get().orElseThrow();
            assertThat(one.replica()).isEqualTo(2);
            assertThat(one.run()).isEqualTo("run_2");
            one.go();
            gateway.setSoTimeout((int) SOON.toMillis());
            assertThat(reader(gateway).readLine()).isEqualTo("go");
        }
    }

    @Test
    void who_waits_in_vain_is_told_so() {
        assertThat(traps.await(Side.AFTER, CrashPoint.C7_END, (replica, run) -> true, Duration.ofMillis(20)))
                .isEmpty();
    }

    private static Socket gateway(CrashPort port) throws IOException {
        String[] address = port.address().split(":");
        return new Socket(InetAddress.getByName(address[0]), Integer.parseInt(address[1]));
    }

    private static String told(Socket gateway, String instant) throws IOException {
        gateway.getOutputStream().write((instant + "\n").getBytes(StandardCharsets.US_ASCII));
        return reader(gateway).readLine();
    }

    private static String toldOrNothing(Socket gateway, String instant) throws IOException {
        gateway.setSoTimeout(200);
        try {
            return told(gateway, instant);
        } catch (SocketTimeoutException held) {
            return "nothing";
        }
    }

    private static BufferedReader reader(Socket gateway) throws IOException {
        return new BufferedReader(new InputStreamReader(gateway.getInputStream(), StandardCharsets.US_ASCII));
    }
}
