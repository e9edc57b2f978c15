package io.sallyport.redis;

/** A Lua script, and the name by which Redis remembers it until its scripts are flushed or it is started anew. */
public record Script(String text, String sha1) {
    public static Script of(String text) {
        return new Script(text, Scripts.sha1(text));
    }
}
