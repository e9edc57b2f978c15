package io.sallyport.edge.error;

import com.fasterxml.jackson.core.JacksonException;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.run.RunProblems;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** How what REST resources throw leaves the house: the same shapes, headers and silence as on the raw routes. */
class RestProblems {
    private static final Logger LOG = Logger.getLogger(RestProblems.class);

    private final ServedMethods served;

    RestProblems(ServedMethods served) {
        this.served = served;
    }

    @ServerExceptionMapper
    Response known(ProblemException failure, RoutingContext context) {
        return answer(failure.problem(), context);
    }

    @ServerExceptionMapper
    Response lost(StoreUnavailable failure, RoutingContext context) {
        LOG.warnf(failure, "request %s: %s", Problems.requestId(context), failure.getMessage());
        return answer(RunProblems.storeUnavailable(), context);
    }

    @ServerExceptionMapper
    Response malformed(JacksonException failure, RoutingContext context) {
        return answer(Problems.invalidJson(failure.getLocation()), context);
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException failure, RoutingContext context) {
        if (failure.getCause() instanceof JacksonException unreadable) {
            return malformed(unreadable, context);
        }
        BareStatus bare = BareStatus.of(failure.getResponse().getStatus(), context, served);
        if (bare.problem().code() == ProblemCode.INTERNAL) {
            return unforeseen(failure, context);
        }
        Response.ResponseBuilder answer = ProblemAnswer.of(bare.problem(), context);
        bare.allow().ifPresent(methods -> answer.header("Allow", methods));
        return answer.build();
    }

    @ServerExceptionMapper
    Response unforeseen(Throwable failure, RoutingContext context) {
        String requestId = Problems.requestId(context);
        LOG.errorf(failure, "request %s failed", requestId);
        return answer(Problems.internal(requestId), context);
    }

    private static Response answer(Problem problem, RoutingContext context) {
        return ProblemAnswer.of(problem, context).build();
    }
}
