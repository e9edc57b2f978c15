/**
 * A tool server on real sockets that does everything a tool must not do, and manifests for tests.
 */
@NullMarked
package io.sallyport.testing.tool;

import org.jspecify.annotations.NullMarked;
