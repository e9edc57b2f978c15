package io.sallyport.config;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where the agents' prompts are. */
public interface PromptSettings {
    /** The folder of the prompts' files, from the working folder if it is relative. {@code SALLYPORT_PROMPTS_DIR}. */
    @WithDefault("prompts")
    Path dir();
}
