package io.sallyport.edge.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.core.ProblemException;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.identity.TestingCatalog;
import io.sallyport.identity.key.KeyOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyOrdersTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void an_order_needs_a_client_and_nothing_else() {
        KeyOrder order = parse("{\"client\":\"batch\"}");
        assertThat(order.client()).isEqualTo("batch");
        assertThat(order.scopes()).isEmpty();
        assertThat(order.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(90)));
        assertThat(order.orderedBy()).isEqualTo("ada");
    }

    @Test
    void an_order_may_narrow_end_and_describe_the_key() {
        KeyOrder order = parse(
                "{\"client\":\"batch\",\"scopes\":[\"route:chat-*\"],\"expiresIn\":\"12h\",\"note\":\"nightly\"}");
        assertThat(order.scopes()).contains(List.of("route:chat-*"));
        assertThat(order.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(12)));
        assertThat(order.note()).isEqualTo(Optional.of("nightly"));
        assertThat(parse("{\"client\":\"batch\",\"expiresAt\":\"2030-02-01T00:00:00Z\"}")
                        .expiresAt())
                .isEqualTo("2030-02-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                  | client",
                "{'client':7}                                        | client",
                "{'client':'nobody'}                                 | client",
                "{'client':'batch','scope':['route:a']}              | scope",
                "{'client':'batch','scopes':[]}                      | scopes",
                "{'client':'batch','scopes':'route:a'}               | scopes",
                "{'client':'batch','scopes':['*']}                   | scopes",
                "{'client':'batch','scopes':['approve:x']}           | scopes",
                "{'client':'batch','expiresIn':'soon'}               | expiresIn",
                "{'client':'batch','expiresIn':'900d'}               | expiresIn",
                "{'client':'batch','expiresIn':'1d','expiresAt':'2030-02-01T00:00:00Z'} | expiresAt",
                "{'client':'batch','expiresAt':'tomorrow'}           | expiresAt",
                "{'client':'batch','expiresAt':'2029-01-01T00:00:00Z'} | expiresAt",
            })
    void a_bad_order_names_the_field_and_the_way_out(String order, String field) {
        assertThatThrownBy(() -> parse(order.replace('\'', '"')))
                .isInstanceOfSatisfying(ProblemException.class, bad -> {
                    assertThat(bad.problem().param()).isEqualTo(field);
                    assertThat(bad.problem().fix()).isNotBlank();
                });
    }

    private static KeyOrder parse(String json) {
        var admin = new AgentIdentity("ada", null, Set.of(), true, "default", null);
        var caller = new Caller(
                admin,
                permission -> true,
                new TestingCatalog().client("batch", "route:*").current());
        try {
            return KeyOrders.parse(new ObjectMapper().readTree(json), caller, NOW);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
