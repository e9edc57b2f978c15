package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplicaNameTest {
    @Test
    void a_configured_name_is_taken_as_it_is() {
        assertThat(ReplicaName.named(Optional.of("gateway-7")).name()).isEqualTo("gateway-7");
    }

    @Test
    void without_one_the_process_id_tells_replicas_on_one_host_apart() {
        assertThat(ReplicaName.named(Optional.empty()).name())
                .endsWith("-" + ProcessHandle.current().pid());
    }

    @Test
    void a_host_is_called_by_its_name() throws UnknownHostException {
        InetAddress host = InetAddress.getByAddress("node-3", new byte[] {127, 0, 0, 1});

        assertThat(ReplicaName.hostName(() -> host)).isEqualTo("node-3");
    }

    @Test
    void a_host_that_does_not_know_its_own_name_keeps_nobody_from_starting() {
        assertThat(ReplicaName.hostName(() -> {
                    throw new UnknownHostException("bare container");
                }))
                .isEqualTo("replica");
    }
}
