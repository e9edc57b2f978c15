package io.sallyport.provider.scripted;

import io.sallyport.catalog.ProviderDialect;
import io.sallyport.provider.ModelProvider;
import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.ProviderListener;
import io.sallyport.provider.ProviderRequest;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Answers from a script: the same request gets the same bytes, ids included, unless the script counts its answers. */
@Singleton
public class ScriptedProvider implements ModelProvider {
    private static final int ID_BYTES = 12;

    private final Vertx vertx;
    private final Scripts scripts;

    ScriptedProvider(Vertx vertx, Scripts scripts) {
        this.vertx = vertx;
        this.scripts = scripts;
    }

    @Override
    public ProviderDialect dialect() {
        return ProviderDialect.SCRIPTED;
    }

    @Override
    public ProviderCall call(ProviderRequest request, ProviderListener listener) {
        ScriptedCall call = new ScriptedCall(vertx.getOrCreateContext(), timeline(request), listener);
        call.begin();
        return call;
    }

    private List<Step> timeline(ProviderRequest request) {
        Scripts.Use use = scripts.of(request.provider());
        if (use.script() == null) {
            return Timeline.refusal(500, "script_invalid", use.trouble());
        }
        try {
            byte[] body = request.body().getBytes();
            Prompt prompt = Prompt.of(body);
            Optional<Script.Rule> rule = use.script().rule(prompt);
            return rule.isPresent()
                    ? timeline(rule.get(), prompt, id(body), request.stream())
                    : Timeline.refusal(
                            400,
                            "no_rule_matches",
                            "No rule of the script matches. Add one without 'when' at its end.");
        } catch (IOException e) {
            return Timeline.refusal(400, "invalid_request", "The scripted model can not read this request.");
        }
    }

    private static List<Step> timeline(Script.Rule rule, Prompt prompt, String id, boolean stream) throws IOException {
        return Timeline.of(rule.reply(), prompt.matched(rule.when().groups(prompt)), id, stream);
    }

    private static String id(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
