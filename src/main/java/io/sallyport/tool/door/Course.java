package io.sallyport.tool.door;

import io.sallyport.tool.CallHistory;

/**
 * Where a call is while this request performs it.
 *
 * @param entry    the row with our latest intent
 * @param leash    how long that intent is good for sending
 * @param attempts made by this request
 * @param doubt    whether an attempt, of whomever, may have been applied and nothing has settled that since
 * @param lookedUp whether a look-up has settled it; what that said is old by the time of another request
 */
record Course(Entry entry, Leash leash, int attempts, boolean doubt, boolean lookedUp) {

    /** Before the first attempt of a call that was never made. */
    static Course fresh(Entry entry, Leash leash) {
        return new Course(entry, leash, 0, false, false);
    }

    /** After an owner that was lost between its intent and a result. */
    static Course inherited(Entry entry, Leash leash) {
        return new Course(entry, leash, 0, true, false);
    }

    Course attempted() {
        return new Course(entry, leash, attempts + 1, doubt, lookedUp);
    }

    Course doubtful() {
        return new Course(entry, leash, attempts, true, lookedUp);
    }

    /** A look-up has settled what was in doubt. */
    Course cleared() {
        return new Course(entry, leash, attempts, false, true);
    }

    Course intendedAgain(Entry newEntry, Leash newLeash) {
        return new Course(newEntry, newLeash, attempts, doubt, lookedUp);
    }

    /** Attempts are counted here, not there: a caller that asks again has decided to. */
    CallHistory history() {
        return new CallHistory(0, 0, entry.age(), doubt);
    }
}
