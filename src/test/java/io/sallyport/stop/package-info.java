/** The kill switch: what is under a stop, how it comes to every replica, and what it does there. */
@NullMarked
package io.sallyport.stop;

import org.jspecify.annotations.NullMarked;
