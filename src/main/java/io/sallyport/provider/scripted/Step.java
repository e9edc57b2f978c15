package io.sallyport.provider.scripted;

import io.sallyport.provider.ProviderFault;
import java.util.Map;

/** One report to the listener, and how many milliseconds after the one before. */
record Step(long delay, Report report) {
    sealed interface Report {}

    record Head(int status, Map<String, String> headers) implements Report {}

    /** Text that goes out as one part of the body. */
    record Part(String text) implements Report {}

    record End() implements Report {}

    record Broken(ProviderFault fault) implements Report {}

    static Step now(Report report) {
        return new Step(0, report);
    }
}
