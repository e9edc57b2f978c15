package io.sallyport.tool.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.json.Json;
import io.sallyport.tool.Attempted;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.sallyport.tool.http.Exchanged.Answer;
import io.sallyport.tool.http.Exchanged.Ending;
import io.sallyport.tool.http.PageBody.Unreadable;
import io.sallyport.tool.http.PageCall.Fetched;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/** From what was fetched to what a model is told of it. */
final class PageOutcomes {
    private static final Logger LOG = Logger.getLogger(PageOutcomes.class);

    private final ToolSpec tool;
    private final Outcomes others;

    PageOutcomes(ToolSpec tool, InstantSource clock) {
        this.tool = tool;
        this.others = new Outcomes(tool, clock);
    }

    Attempted<ToolOutcome> of(Fetched fetched) {
        if (fetched.refused().isPresent()) {
            return Attempted.fine(new NotApplied(refusal(fetched.refused().get(), fetched)));
        }
        return fetched.exchanged() instanceof Answer answer && isPage(answer)
                ? Attempted.fine(page(answer, fetched))
                : Attempted.fine(others.of(fetched.exchanged()).outcome());
    }

    /** A page that is longer than what is read is cut; one that broke off is not there. */
    private static boolean isPage(Answer answer) {
        return answer.status() / 100 == 2 && (answer.ending() == Ending.WHOLE || answer.ending() == Ending.TOO_LARGE);
    }

    private ToolError refusal(EgressReason reason, Fetched fetched) {
        LOG.warnf("tool %s has read nothing: %s after %d redirects", tool.name(), reason, fetched.redirects());
        boolean first = fetched.redirects() == 0;
        String what = first
                ? reason.sentence()
                : "The page leads elsewhere, and there is something wrong with that: " + reason.sentence();
        ObjectNode detail = Json.object().put("reason", reason.word());
        if (!first) {
            detail.put("redirects", fetched.redirects());
        }
        return new ToolError(
                ToolErrors.EGRESS_REFUSED,
                what + " Nothing was read.",
                false,
                first ? "Ask for another address, or go on without." : "Go on without this page.",
                first ? "/url" : null,
                detail,
                null);
    }

    private static ToolOutcome page(Answer answer, Fetched fetched) {
        try {
            return new Succeeded(PageBody.read(answer, fetched.from().orElseThrow()), List.of());
        } catch (Unreadable unreadable) {
            return new NotApplied(new ToolError(
                    ToolErrors.CONTENT_REFUSED,
                    String.valueOf(unreadable.getMessage()),
                    false,
                    "Ask for a page of text, or go on without.",
                    "/url",
                    Json.object().put("reason", unreadable.word()),
                    null));
        }
    }
}
