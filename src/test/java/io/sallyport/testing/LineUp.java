package io.sallyport.testing;

import io.sallyport.testing.provider.Lane;

/**
 * Who plays in one test.
 *
 * @param name       the route that asks {@code main} and falls back to {@code spare}
 * @param main       the model that misbehaves
 * @param spare      a fallback whose context is larger, and that continues nothing
 * @param prefilling a fallback that is declared to continue a trailing assistant message
 */
public record LineUp(GatewayProcess gateway, String name, Lane main, Lane spare, Lane prefilling) {

    /** A call of the route with the spare behind it. */
    public ChatCall call(Mode mode) {
        return call(name, mode);
    }

    /** A call of the route where main has nobody behind it. */
    public ChatCall callAlone(Mode mode) {
        return call(name + "-alone", mode);
    }

    /** A call of the route where the fallback continues. */
    public ChatCall callPrefilling(Mode mode) {
        return call(name + "-prefill", mode);
    }

    public Asked ask(Mode mode) {
        return asked(name, call(mode));
    }

    public Asked askAlone(Mode mode) {
        return asked(name + "-alone", callAlone(mode));
    }

    public Asked askPrefilling(Mode mode) {
        return asked(name + "-prefill", callPrefilling(mode));
    }

    /** Sends a call that was adapted to the test. */
    public Asked asked(String route, ChatCall call) {
        Answer answer = call.send();
        return new Asked(gateway, answer, gateway.decision(route, answer.requestId()));
    }

    private ChatCall call(String route, Mode mode) {
        ChatCall call = gateway.client().chat(route);
        return mode == Mode.STREAM ? call.streamWithUsage() : call;
    }
}
