/** The witness: a process of its own that plays the tools, and writes down every effect it was asked for. */
@NullMarked
package io.sallyport.crash.witness;

import org.jspecify.annotations.NullMarked;
