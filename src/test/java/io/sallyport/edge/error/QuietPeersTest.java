package io.sallyport.edge.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuietPeersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection reset",
                "Broken pipe",
                "recvAddress(..) failed with error(-104): Connection reset by peer",
                "sendAddress(..) failed with error(-32): Broken pipe"
            })
    void a_peer_that_left_is_no_news(String message) {
        assertThat(QuietPeers.isOfAPeerThatLeft(message)).isTrue();
    }

    @Test
    void everything_else_is() {
        assertThat(QuietPeers.isOfAPeerThatLeft("Received fatal alert: certificate_unknown"))
                .isFalse();
        assertThat(QuietPeers.isOfAPeerThatLeft(null)).isFalse();
    }
}
