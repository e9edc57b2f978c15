/** The native executable as a deployment runs it. Run by the profile {@code native} alone; it is not part of {@code verify}. */
package io.sallyport.nativeimage;
