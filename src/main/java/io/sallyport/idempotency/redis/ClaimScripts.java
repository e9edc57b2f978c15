package io.sallyport.idempotency.redis;

import io.sallyport.redis.Script;

/** What is done to a claim. */
final class ClaimScripts {
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
    static final Script CLAIM = Script.of(READ + """
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
    static final Script RELEASE = Script.of(READ + """
            if owner == ARGV[1] then
              return redis.call('DEL', KEYS[1])
            end
            return 0
            """);

    private ClaimScripts() {}
}
