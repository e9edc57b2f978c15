package io.sallyport.edge.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.identity.Glob;
import io.sallyport.stop.Stop;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.StopRecord;
import io.sallyport.stop.Stops;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stops as JSON. */
final class StopViews {
    private StopViews() {}

    /**
     * A stop.
     *
     * @param covers what it is of the catalogue as it is now; nothing: a name that was mistyped, or is gone
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StopView(
            String kind,
            String name,
            String reason,
            String stoppedBy,
            Instant stoppedAt,
            @Nullable String liftedBy,
            @Nullable Instant liftedAt,
            List<String> covers) {}

    /**
     * What stands.
     *
     * @param replica   who says so
     * @param ageMillis since it read the store; null: it never could
     */
    @RegisterForReflection
    public record Standing(String replica, @Nullable Long ageMillis, List<StopView> data) {}

    /** The newest first. */
    @RegisterForReflection
    public record History(List<StopView> data) {}

    static Standing standing(String replica, Stops stops, Catalog catalog) {
        Long age = stops.age().map(known -> known.toMillis()).orElse(null);
        return new Standing(
                replica,
                age,
                stops.board().all().stream()
                        .map(stop -> view(stop, Optional.empty(), catalog))
                        .toList());
    }

    static History history(List<StopRecord> found, Catalog catalog) {
        return new History(found.stream().map(record -> view(record, catalog)).toList());
    }

    static StopView view(StopRecord record, Catalog catalog) {
        return view(record.stop(), record.lifted(), catalog);
    }

    private static StopView view(Stop stop, Optional<StopRecord.Lifted> lifted, Catalog catalog) {
        return new StopView(
                stop.kind().label(),
                stop.name(),
                stop.reason(),
                stop.by(),
                stop.at(),
                lifted.map(StopRecord.Lifted::by).orElse(null),
                lifted.map(StopRecord.Lifted::at).orElse(null),
                covers(stop, catalog));
    }

    private static List<String> covers(Stop stop, Catalog catalog) {
        Glob glob = Glob.of(stop.target());
        return names(stop.kind(), catalog)
                .distinct()
                .filter(name -> glob.matches(stop.kind().label() + ":" + name))
                .toList();
    }

    private static Stream<String> names(StopKind kind, Catalog catalog) {
        return switch (kind) {
            case AGENT -> catalog.agents().keySet().stream();
            case TOOL -> catalog.tools().keySet().stream();
            case PRINCIPAL ->
                Stream.concat(
                        catalog.principals().stream().flatMap(principal -> principal.client().stream()),
                        catalog.agents().values().stream()
                                .map(agent -> agent.agent().client()));
            case PROMPT ->
                catalog.agents().values().stream().map(AgentRevision::prompt).map(StopViews::prompt);
        };
    }

    private static String prompt(PromptSpec prompt) {
        return prompt.name() + "@" + prompt.version();
    }
}
