package io.sallyport.idempotency.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A Lua script, and the name by which Redis remembers it until its scripts are flushed or it is started anew. */
record Script(String text, String sha1) {
    /** A claim's value is its epoch, a space, and its owner. */
    private static final String READ = """
            local held = redis.call('GET', KEYS[1])
            local epoch, owner
            if held then
              epoch, owner = string.match(held, '^(%d+) (.*)$')
              epoch = tonumber(epoch)
            end
            """;

    /** KEYS: key. ARGV: owner, epoch, milliseconds. 1: taken, 0: held. */
    static final Script CLAIM = of(READ + """
            if owner then
              local mine = tonumber(ARGV[2])
              if mine < epoch or (mine == epoch and owner ~= ARGV[1]) then
                return 0
              end
            end
            redis.call('SET', KEYS[1], ARGV[2] .. ' ' .. ARGV[1], 'PX', ARGV[3])
            return 1
            """);

    /** KEYS: key. ARGV: owner. */
    static final Script RELEASE = of(READ + """
            if owner == ARGV[1] then
              return redis.call('DEL', KEYS[1])
            end
            return 0
            """);

    private static Script of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Script(text, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
