package io.sallyport.dialect.openai;

import io.sallyport.chat.Capability;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that a request's body gave. {@code maxTokens} is -1 when there is none. */
record ChatSettings(
        String model,
        boolean stream,
        boolean includeUsage,
        int choices,
        Set<Capability> needs,
        boolean structured,
        long maxTokens,
        @Nullable String user) {}
