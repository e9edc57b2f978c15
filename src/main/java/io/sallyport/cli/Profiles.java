package io.sallyport.cli;

import io.quarkus.runtime.LaunchMode;
import io.sallyport.config.readiness.Settings;
import java.util.List;

/** The configuration profiles that the server is about to start with. */
record Profiles(List<String> names) {

    /** As Quarkus will see them: what is configured, else what this way of launching means. */
    static Profiles active() {
        String chosen = Settings.current().get("quarkus.profile").orElseGet(LaunchMode.current()::getDefaultProfile);
        return new Profiles(List.of(chosen.split("\\s*,\\s*")));
    }

    /** Dev mode names its profile to the process it starts (see the build's jvmArgs): main runs before Quarkus knows how it was launched. */
    boolean dev() {
        return names.contains("dev");
    }

    /** Dev mode is the embedded default with live reload. Every other profile is held to the rules of {@code prod}, and so is a mixture. */
    boolean embedded() {
        return (names.contains("embedded") || names.contains("dev")) && !names.contains("prod");
    }
}
