package io.sallyport.catalog.load;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.AgentSpec.Limits;
import io.sallyport.catalog.AgentSpec.ToolGrant;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.yaml.YamlNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Binds an agent's manifest. */
final class AgentBinder {
    private static final Duration APPROVAL_EXPIRY = Duration.ofHours(24);

    /** Money is counted in billionths. */
    private static final int DECIMALS = 9;

    private final LoadContext context;

    AgentBinder(LoadContext context) {
        this.context = context;
    }

    /** The agent without the limits that its runs share: they are no part of its manifest. */
    AgentSpec bind(String name, Fields fields) {
        Duration waitTimeout = fields.duration("waitTimeout").orElse(Durations.LONGEST);
        Duration usualExpiry = APPROVAL_EXPIRY.compareTo(waitTimeout) < 0 ? APPROVAL_EXPIRY : waitTimeout;
        Duration approvalExpiry = fields.duration("approvalExpiry").orElse(usualExpiry);
        if (approvalExpiry.compareTo(waitTimeout) > 0) {
            context.findings()
                    .error(
                            fields.at("approvalExpiry"),
                            "`approvalExpiry` is longer than `waitTimeout` (" + Durations.write(waitTimeout)
                                    + "): it could never fire.",
                            "Make `approvalExpiry` shorter, or `waitTimeout` longer.");
        }
        return new AgentSpec(
                name,
                fields.text("client").orElse(""),
                new SecretBinder(context).optional(fields, "clientSecret"),
                fields.text("route").orElse(""),
                fields.text("prompt").orElse(""),
                tools(fields),
                limits(fields.fields("limits")),
                LimitsSpec.NONE,
                waitTimeout,
                approvalExpiry,
                fields.text("idempotencyKey").filter("required"::equals).isPresent(),
                fields.text("description"));
    }

    private List<ToolGrant> tools(Fields fields) {
        List<ToolGrant> grants = new ArrayList<>();
        for (YamlNode item : fields.items("tools")) {
            Fields grant = Fields.of(item, context.findings());
            grant.text("name").ifPresent(name -> grants.add(new ToolGrant(name, grant.text("when"))));
        }
        return grants;
    }

    private static Limits limits(Fields fields) {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                fields.whole("steps").orElse(usual.steps()),
                fields.whole("toolCalls").orElse(usual.toolCalls()),
                fields.has("tokens") ? tokens(fields) : usual.tokens(),
                fields.number("cost").filter(cost -> countable(fields, cost)).or(usual::cost),
                fields.has("maxOutput") ? fields.whole("maxOutput") : usual.maxOutput(),
                fields.duration("wallTime").orElse(usual.wallTime()),
                fields.whole("parallel").orElse(usual.parallel()),
                fields.whole("depth").orElse(usual.depth()));
    }

    private static OptionalLong tokens(Fields fields) {
        return fields.whole("tokens").isPresent()
                ? OptionalLong.of(fields.whole("tokens").getAsInt())
                : OptionalLong.empty();
    }

    private static boolean countable(Fields fields, BigDecimal cost) {
        if (cost.stripTrailingZeros().scale() > DECIMALS) {
            fields.findings()
                    .error(
                            fields.at("cost"),
                            "Money is counted in billionths of a unit, and this is finer.",
                            "Write at most " + DECIMALS + " decimals.");
            return false;
        }
        return true;
    }
}
