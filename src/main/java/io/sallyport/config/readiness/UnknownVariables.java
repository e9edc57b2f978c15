package io.sallyport.config.readiness;

import io.sallyport.config.CatalogVariables;
import io.sallyport.core.Nearest;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Variables that look like settings of ours and are none: a slip in a name would otherwise change nothing, without a word. They are told
 * and not refused, because a catalogue may take values from variables that are named so too.
 */
public final class UnknownVariables {
    /** Every setting, as a variable; a test holds the list to the settings that are declared. */
    private static final Set<String> SETTINGS = Set.of(
            "SALLYPORT_CATALOG_DIR",
            "SALLYPORT_PROMPTS_DIR",
            "SALLYPORT_DATA_DIR",
            "SALLYPORT_LIBRARY_DIR",
            "SALLYPORT_EMBEDDED_API_KEY",
            "SALLYPORT_REPLICA",
            "SALLYPORT_IDEMPOTENCY_KEEP",
            "SALLYPORT_IDEMPOTENCY_GRACE",
            "SALLYPORT_IDEMPOTENCY_LEASE",
            "SALLYPORT_IDEMPOTENCY_ANSWER",
            "SALLYPORT_USAGE_KEEP",
            "SALLYPORT_USAGE_QUEUE",
            "SALLYPORT_LIMITS_BODY",
            "SALLYPORT_LIMITS_DEPTH",
            "SALLYPORT_LIMITS_ANSWER",
            "SALLYPORT_LIMITS_EVENT",
            "SALLYPORT_LIMITS_CONTINUATION",
            "SALLYPORT_STREAM_HEARTBEAT",
            "SALLYPORT_STREAM_ANSWER_WITHIN",
            "SALLYPORT_DECISIONS_PER_ROUTE",
            "SALLYPORT_IDENTITY_KEYS_REFRESH",
            "SALLYPORT_IDENTITY_USER_TOKEN_KEY",
            "SALLYPORT_RUNS_WORKERS",
            "SALLYPORT_RUNS_LEASE",
            "SALLYPORT_RUNS_RENEW_EVERY",
            "SALLYPORT_RUNS_REPLICAS",
            "SALLYPORT_RUNS_START_NOTHING_AFTER",
            "SALLYPORT_RUNS_MAKE_ROOM_AFTER",
            "SALLYPORT_RUNS_POLL",
            "SALLYPORT_RUNS_CRASH_POINTS",
            "SALLYPORT_SHUTDOWN_DELAY",
            "SALLYPORT_SHUTDOWN_STREAM_GRACE",
            "SALLYPORT_SHUTDOWN_END_LIMIT");

    /** Settings of no server: what the shipped catalogue takes from the environment. */
    private static final Set<String> OF_THE_CATALOGUE = Set.of(
            CatalogVariables.SHOP_URL,
            CatalogVariables.INBOX_URL,
            CatalogVariables.LIBRARY_URL,
            CatalogVariables.LIBRARY_KEY);

    /** What the embedded services say about themselves. */
    private static final String EMBEDDED = "SALLYPORT_EMBEDDED_";

    /** What Kubernetes sets in every container beside a service whose name begins with {@code sallyport}. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("SALLYPORT(_.+)?_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_(TCP|UDP)(_.+)?)?)");

    private UnknownVariables() {}

    /** The names that are settings. */
    public static Set<String> known() {
        return SETTINGS;
    }

    /** A sentence for each. */
    public static List<String> sentences(Settings settings) {
        return settings.namesBeginning("SALLYPORT_").stream()
                .filter(name ->
                        !SETTINGS.contains(name) && !OF_THE_CATALOGUE.contains(name) && !name.startsWith(EMBEDDED))
                .filter(name -> !OF_KUBERNETES.matcher(name).matches())
                .map(UnknownVariables::sentence)
                .toList();
    }

    private static String sentence(String name) {
        String meant = Nearest.to(name, SETTINGS)
                .map(near -> "did you mean " + near + "?")
                .orElse("docs/configuration.md has all there are.");
        return name + " is set, and there is no such setting: " + meant;
    }
}
