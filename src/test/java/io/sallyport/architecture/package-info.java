/** The walls of the house: which room may know which, checked on the compiled classes. */
@NullMarked
package io.sallyport.architecture;

import org.jspecify.annotations.NullMarked;
