package io.sallyport.limit.redis;

import io.sallyport.redis.Script;

/**
 * What is done to rates, in Redis's own time, microseconds since 1970.
 *
 * <p>KEYS[1] is the birth mark, {@code <moment> <0 or 1>}: since when this Redis remembers, and whether somebody remembers an earlier birth,
 * which means that it has lost what was there. A bucket is {@code <full> <part> <version> <keep>}: the moment at which it is full, the fraction
 * part/amount of a microsecond beyond that, how often it was written, and the moment from which a missing key means the same as a full bucket
 * to whoever has seen it. All numbers are whole and below 2^53, which is what Lua's numbers hold exactly. What is under way is a sorted set of
 * holders by the moment at which their slot ends.
 */
final class RateScripts {
    /** Since when, and a bucket's way in and out. ARGV[1]: the birth that the caller knows, or 0. */
    private static final String COMMON = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local function whole(number)
              return string.format('%.0f', number)
            end
            local born, lost
            local mark = redis.pcall('GET', KEYS[1])
            if type(mark) == 'string' then
              born, lost = string.match(mark, '^(%d+) ([01])$')
              born = tonumber(born)
            end
            local known = tonumber(ARGV[1])
            local forgot = known > 0 and known ~= born and lost ~= '1'
            if not born or forgot then
              born = born or now
              lost = known > 0 and '1' or '0'
              redis.call('SET', KEYS[1], whole(born) .. ' ' .. lost)
            end
            local function load(key)
              local value = redis.pcall('GET', key)
              if type(value) == 'string' then
                local full, part, version, keep = string.match(value, '^(%d+) (%d+) (%d+) (%d+)$')
                if full then
                  return tonumber(full), tonumber(part), tonumber(version), tonumber(keep)
                end
              end
              return nil
            end
            local function store(key, full, part, version, keep)
              keep = math.max(keep, full + 1)
              version = version == 0 and now or version + 1
              if keep > now then
                redis.call('SET', key, whole(full) .. ' ' .. whole(part) .. ' ' .. whole(version) .. ' ' .. whole(keep),
                    'PX', whole(math.ceil((keep - now) / 1000) + 1))
              end
              return version
            end
            local answer = {now, born, 1}
            local function say(ok, a, b, c)
              local n = #answer
              answer[n + 1], answer[n + 2], answer[n + 3], answer[n + 4] = ok, a, b, c
            end
            """;

    /**
     * Takes from all or from none. KEYS: mark, one for each want. ARGV: birth, holder, lease; then for a bucket {@code b}, amount, window, cost and
     * its part, the birth, version, moment and part that the caller has last seen, what it has used up without Redis, and 1 where a lost
     * bucket counts as empty; for slots {@code s} and their number. Answers: now, birth, 1 if taken; then for a bucket whether it allows it, its
     * moment, part and version, for slots whether, how many are taken, and how long it is silent yet.
     */
    static final Script TAKE = Script.of(COMMON + """
            -- After a loss nobody gets a slot until every replica has said who is under way; each says so within this time.
            local silence = 2000000
            local holder, lease = ARGV[2], tonumber(ARGV[3])
            local todo = {}
            local p = 4
            for i = 2, #KEYS do
              local key = KEYS[i]
              local amount = tonumber(ARGV[p + 1])
              if ARGV[p] == 'b' then
                local window = tonumber(ARGV[p + 2])
                local full, part, version, keep = load(key)
                if not full then
                  full, part, version, keep = 0, 0, 0, 0
                  if ARGV[p + 10] == '1' and lost == '1' then
                    full = born + window
                  end
                end
                local changed = false
                if tonumber(ARGV[p + 5]) ~= born or tonumber(ARGV[p + 6]) > version then
                  local seen, seenPart = tonumber(ARGV[p + 7]), tonumber(ARGV[p + 8])
                  if seen > now and (seen > full or (seen == full and seenPart > part)) then
                    full, part, changed = seen, seenPart, true
                  end
                end
                if full < now then
                  full, part = now, 0
                end
                local owed = tonumber(ARGV[p + 9])
                if owed > 0 then
                  full, changed = full + owed, true
                end
                if full > now + 2 * window then
                  full, part = now + 2 * window, 0
                end
                local after, afterPart = full + tonumber(ARGV[p + 3]), part + tonumber(ARGV[p + 4])
                if afterPart >= amount then
                  after, afterPart = after + 1, afterPart - amount
                end
                local ok = after < now + window or (after == now + window and afterPart == 0)
                todo[#todo + 1] = {true, ok, key, full, part, version, keep, changed, after, afterPart}
                p = p + 11
              else
                if type(redis.pcall('ZREMRANGEBYSCORE', key, '-inf', whole(now))) == 'table' then
                  redis.call('DEL', key)
                end
                local taken = redis.call('ZCARD', key)
                local mine = redis.call('ZSCORE', key, holder)
                local silent = 0
                if lost == '1' and not mine then
                  silent = math.max(0, born + silence - now)
                end
                local ok = mine or (silent == 0 and taken < amount)
                todo[#todo + 1] = {false, ok, key, taken, silent, mine}
                p = p + 2
              end
              if not todo[#todo][2] then
                answer[3] = 0
              end
            end
            for i = 1, #todo do
              local one = todo[i]
              local ok = one[2] and 1 or 0
              if one[1] then
                local full, part, version = one[4], one[5], one[6]
                if answer[3] == 1 then
                  full, part = one[9], one[10]
                end
                if answer[3] == 1 or one[8] then
                  version = store(one[3], full, part, version, one[7])
                end
                say(ok, full, part, version)
              else
                local taken = one[4]
                if answer[3] == 1 then
                  redis.call('ZADD', one[3], whole(now + lease), holder)
                  local last = redis.call('ZREVRANGE', one[3], 0, 0, 'WITHSCORES')
                  redis.call('PEXPIRE', one[3], whole(math.ceil((tonumber(last[2]) - now) / 1000) + 1))
                  taken = one[6] and taken or taken + 1
                end
                say(ok, taken, one[5], 0)
              end
            end
            return answer
            """);

    /**
     * Gives back and corrects. KEYS: mark, one for each. ARGV: birth, holder; then for a bucket {@code b}, amount, window, what goes back and its
     * part, what is owed and its part; for slots {@code s}. Answers as {@link #TAKE} does.
     */
    static final Script SETTLE = Script.of(COMMON + """
            local p = 3
            for i = 2, #KEYS do
              local key = KEYS[i]
              if ARGV[p] == 'b' then
                local amount, window = tonumber(ARGV[p + 1]), tonumber(ARGV[p + 2])
                local full, part, version, keep = load(key)
                full, part, version, keep = full or 0, part or 0, version or 0, keep or 0
                if full < now then
                  full, part = now, 0
                end
                full = full - tonumber(ARGV[p + 3]) + tonumber(ARGV[p + 5])
                part = part - tonumber(ARGV[p + 4]) + tonumber(ARGV[p + 6])
                if part < 0 then
                  full, part = full - 1, part + amount
                elseif part >= amount then
                  full, part = full + 1, part - amount
                end
                if full < now then
                  full, part = now, 0
                elseif full > now + 2 * window then
                  full, part = now + 2 * window, 0
                end
                if version > 0 or full > now or part > 0 then
                  version = store(key, full, part, version, keep)
                end
                say(1, full, part, version)
                p = p + 7
              else
                redis.pcall('ZREM', key, ARGV[2])
                say(1, 0, 0, 0)
                p = p + 1
              end
            end
            return answer
            """);

    /** Puts holders back whom Redis has forgotten. KEYS: mark, slots. ARGV: birth; then an end and a holder for each. Answers: now, birth, 1. */
    static final Script REMEMBER = Script.of(COMMON + """
            if type(redis.pcall('ZCARD', KEYS[2])) == 'table' then
              redis.call('DEL', KEYS[2])
            end
            for p = 2, #ARGV, 2 do
              redis.call('ZADD', KEYS[2], ARGV[p], ARGV[p + 1])
            end
            local last = redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')
            if last[2] then
              redis.call('PEXPIRE', KEYS[2], whole(math.max(1, math.ceil((tonumber(last[2]) - now) / 1000))))
            end
            return answer
            """);

    private RateScripts() {}
}
