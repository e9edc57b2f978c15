/** Runs as their clients see them, black box: two replicas on real stores, clients that are cut and come back elsewhere. */
@NullMarked
package io.sallyport.streams;

import org.jspecify.annotations.NullMarked;
