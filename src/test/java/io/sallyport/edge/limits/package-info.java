/** Limits as callers meet them: on the packaged gateway, with the official SDK, on one replica and on three. */
@NullMarked
package io.sallyport.edge.limits;

import org.jspecify.annotations.NullMarked;
