package io.sallyport.config.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionBudgetTest {
    private static ConnectionBudget budget(int most, Map<String, String> settings) {
        return ConnectionBudget.of(most, new Settings(settings));
    }

    @Test
    void three_replicas_with_twenty_connections_each_fit_into_a_database_as_it_is_installed() {
        assertThat(budget(97, Map.of()).finding()).isEmpty();
        assertThat(budget(60, Map.of()).finding()).isEmpty();
    }

    @Test
    void what_does_not_fit_is_refused_with_what_could_be_changed() {
        assertThat(budget(97, Map.of("SALLYPORT_RUNS_REPLICAS", "5")).finding())
                .contains(
                        "5 replicas with 20 connections each need 100, and the database gives 97: raise its"
                                + " max_connections, or lower QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE or SALLYPORT_RUNS_REPLICAS.");
    }

    @Test
    void smaller_pools_make_room_for_more_replicas() {
        Map<String, String> settings =
                Map.of("SALLYPORT_RUNS_REPLICAS", "12", "QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE", "8");

        assertThat(budget(97, settings).finding()).isEmpty();
    }

    @Test
    void what_is_no_number_counts_as_not_set() {
        assertThat(budget(60, Map.of("SALLYPORT_RUNS_REPLICAS", "many")).finding())
                .isEmpty();
    }
}
