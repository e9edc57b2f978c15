package io.sallyport.edge.openai.agent;

import io.sallyport.chat.Usage;
import io.sallyport.core.Problem;
import io.vertx.core.Future;

/** One HTTP response, as a stream or as a whole. */
interface AnswerSink {
    /** The run is there. */
    void open();

    /** Whether more can be taken. */
    boolean ready();

    void text(String text);

    /** Has the client see that somebody is still there. */
    void beat();

    /** The answer is whole. */
    Future<Void> done(Usage usage);

    /** The answer is not whole and will not be. */
    Future<Void> failed(Problem problem);
}
