package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.config.readiness.Settings;
import io.sallyport.core.StartRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpAddressTest {
    private static final String PORT = "quarkus.http.port";

    @AfterEach
    void forget() {
        System.clearProperty(PORT);
    }

    @Test
    void without_settings_it_is_port_8080_on_the_profiles_own_host() {
        assertThat(HttpAddress.in(new Settings(Map.of()), "127.0.0.1")).isEqualTo(new HttpAddress("127.0.0.1", 8080));
    }

    @Test
    void port_0_becomes_a_free_port_that_the_server_is_told_of() {
        HttpAddress address = HttpAddress.in(new Settings(Map.of("QUARKUS_HTTP_PORT", "0")), "127.0.0.1");

        assertThat(address.port()).isPositive();
        assertThat(System.getProperty(PORT)).isEqualTo(Integer.toString(address.port()));
        address.checkFree();
    }

    @Test
    void what_is_no_number_is_refused() {
        Settings settings = new Settings(Map.of("QUARKUS_HTTP_PORT", "eighty"));

        assertThatThrownBy(() -> HttpAddress.in(settings, "127.0.0.1"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("QUARKUS_HTTP_PORT is no port number");
    }

    @Test
    void a_port_that_somebody_has_is_refused() throws IOException {
        try (ServerSocket somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpAddress taken = new HttpAddress("127.0.0.1", somebody.getLocalPort());

            assertThatThrownBy(taken::checkFree)
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("Port " + somebody.getLocalPort() + " on 127.0.0.1");
        }
    }

    @Test
    void a_port_beyond_all_ports_is_refused() {
        assertThatThrownBy(new HttpAddress("127.0.0.1", 70_000)::checkFree).isInstanceOf(StartRefused.class);
    }

    @Test
    void callers_on_this_machine_find_it_on_the_loopback_address() {
        assertThat(new HttpAddress("0.0.0.0", 8080).localUrl()).isEqualTo("http://127.0.0.1:8080");
    }
}
