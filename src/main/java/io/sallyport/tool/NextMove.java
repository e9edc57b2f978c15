package io.sallyport.tool;

/** What to do about a call whose outcome is not known. */
public enum NextMove {
    /** It cannot do anything twice. */
    CALL_AGAIN,
    /** It can be asked, once the intent's deadline and grace are over. */
    LOOK_UP,
    /** Never call it again: {@code UNKNOWN}. */
    SETTLE_UNKNOWN
}
