/**
 * Journals of runs as they were once, and what they said then. The files stand in {@code src/test/resources/journals}, by engine format.
 */
@NullMarked
package io.sallyport.run.recorded;

import org.jspecify.annotations.NullMarked;
