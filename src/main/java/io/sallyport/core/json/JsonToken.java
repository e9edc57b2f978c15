package io.sallyport.core.json;

/** What {@link JsonScanner#next()} stands on. */
public enum JsonToken {
    OBJECT_START,
    OBJECT_END,
    ARRAY_START,
    ARRAY_END,
    /** The name of an object's member; its colon is already behind. */
    NAME,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    /** The one value is complete and nothing follows it. */
    END,
    /** Not JSON. There is no way on: each further step answers the same. */
    INVALID
}
