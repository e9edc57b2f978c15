package io.sallyport.catalog.load;

import io.sallyport.catalog.PromptSpec;

/**
 * One version of a prompt, and where it stands.
 *
 * @param file        what its file is called in findings
 * @param frontMatter as it is written
 */
record PromptVersion(String file, PromptSpec spec, Fields frontMatter) {}
