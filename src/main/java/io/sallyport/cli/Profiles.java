package io.sallyport.cli;

import io.quarkus.runtime.LaunchMode;
import java.util.List;

/** The configuration profiles that the server is about to start with. */
record Profiles(List<String> names) {

    /** As Quarkus will see them: what is configured, else what this way of launching means. */
    static Profiles active() {
        String chosen = Setting.of("quarkus.profile").orElseGet(LaunchMode.current()::getDefaultProfile);
        return new Profiles(List.of(chosen.split("\\s*,\\s*")));
    }

    /** Dev mode is the embedded default with live reload. */
    boolean embedded() {
        return names.contains("embedded") || names.contains("dev");
    }
}
