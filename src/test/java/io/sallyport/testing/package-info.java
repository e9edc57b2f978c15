/**
 * What the integration tests stand on: a gateway as a real process, a client that sees everything a caller sees, and readers for what
 * the gateway says about itself. Nothing here knows the gateway's classes: it is all black box, over HTTP and files.
 */
@NullMarked
package io.sallyport.testing;

import org.jspecify.annotations.NullMarked;
