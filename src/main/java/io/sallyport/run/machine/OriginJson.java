package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.RunEvent.From;
import io.sallyport.run.machine.RunEvent.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whose words arguments hold, as it is written: {@code [{"argument", "from": [{"label", "call"?}]}]}. */
public final class OriginJson {
    private OriginJson() {}

    public static ArrayNode write(List<Origin> origins) {
        ArrayNode all = Json.array();
        for (Origin origin : origins) {
            ArrayNode from = all.addObject().put("argument", origin.argument()).putArray("from");
            for (From one : origin.from()) {
                ObjectNode source = from.addObject().put("label", one.label());
                one.call().ifPresent(call -> source.put("call", call));
            }
        }
        return all;
    }

    static List<Origin> read(JsonNode written) {
        List<Origin> origins = new ArrayList<>();
        for (JsonNode origin : written) {
            List<From> from = new ArrayList<>();
            for (JsonNode one : origin.path("from")) {
                from.add(new From(
                        one.path("label").asText(),
                        Optional.ofNullable(one.path("call").textValue())));
            }
            origins.add(new Origin(origin.path("argument").asText(), from));
        }
        return origins;
    }
}
