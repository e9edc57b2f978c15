/** The driver against a store in memory, models that follow a script and tools that do as they are told. */
@NullMarked
package io.sallyport.run.driver;

import org.jspecify.annotations.NullMarked;
