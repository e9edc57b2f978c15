package io.sallyport.provider.scripted;

/** A script that can not be used; the message names place, fault and fix. */
final class ScriptInvalid extends Exception {
    ScriptInvalid(String message) {
        super(message);
    }
}
