package io.sallyport.checkpoint.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlTest {
    private static final Sql SQL =
            Sql.of("SELECT :b::text, :a_b FROM {table} WHERE x = :b", Map.of("table", "{which}_table", "which", "a"));

    @Test
    void names_become_numbers_in_the_order_in_which_they_come() {
        assertThat(SQL.text()).isEqualTo("SELECT $1::text, $2 FROM a_table WHERE x = $1");
    }

    @Test
    void values_go_by_name_and_null_is_one() {
        Tuple values = SQL.bind(Sql.Values.none().with("a_b", null).with("b", "x"));

        assertThat(values.size()).isEqualTo(2);
        assertThat(values.getString(0)).isEqualTo("x");
        assertThat(values.getValue(1)).isNull();
    }

    @Test
    void a_value_too_few_or_too_many_is_a_mistake() {
        assertThatThrownBy(() -> SQL.bind(Sql.Values.none().with("b", "x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        SQL.bind(Sql.Values.none().with("b", "x").with("a_b", 1).with("c", 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sql.of("{unknown}")).isInstanceOf(NullPointerException.class);
    }
}
