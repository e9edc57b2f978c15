package io.sallyport.cli;

import io.quarkus.runtime.LaunchMode;
import java.util.List;

/** The configuration profiles that the server is about to start with. */
record Profiles(List<String> names) {

    /** As Quarkus will see them: the system property, else the variable, else what this way of launching means. */
    static Profiles active() {
        String chosen = System.getProperty("quarkus.profile", System.getenv("QUARKUS_PROFILE"));
        if (chosen == null || chosen.isBlank()) {
            chosen = LaunchMode.current().getDefaultProfile();
        }
        return new Profiles(List.of(chosen.strip().split("\\s*,\\s*")));
    }

    /** Dev mode is the embedded default with live reload. */
    boolean embedded() {
        return names.contains("embedded") || names.contains("dev");
    }
}
