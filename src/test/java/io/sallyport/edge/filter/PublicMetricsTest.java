package io.sallyport.edge.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublicMetricsTest {
    @Test
    void a_sample_that_names_something_of_the_catalogue_is_not_shown_to_everybody() {
        assertThat(PublicMetrics.of("""
                # HELP a_total what it counts
                a_total 1.0
                jvm_memory{area="heap",id="G1 Eden"} 2.0
                x_bucket{route="secret",le="0.5"} 3.0
                x{outcome="route=\\"y\\""} 4.0
                x{outcome="a",principal="secret"} 5.0
                x{tomorrows_label="secret"} 6.0
                """)).isEqualTo("""
                # HELP a_total what it counts
                a_total 1.0
                jvm_memory{area="heap",id="G1 Eden"} 2.0
                x{outcome="route=\\"y\\""} 4.0
                """);
    }
}
