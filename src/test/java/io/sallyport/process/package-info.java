/** The gateway as a process: how it starts, what it refuses to start on, how it dies and how it leaves. */
package io.sallyport.process;
