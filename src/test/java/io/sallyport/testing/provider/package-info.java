/**
 * A provider that misbehaves on demand: an HTTP server on bare sockets in OpenAI's dialect, because a decent server cannot send half a
 * chunk. It is told per model how to treat the next requests, and remembers what it saw: attempts, cancels, connections.
 */
@NullMarked
package io.sallyport.testing.provider;

import org.jspecify.annotations.NullMarked;
