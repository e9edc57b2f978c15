package io.sallyport.checkpoint;

/**
 * A run that another one begins, in the very commit that says so: there is no moment in which only one of the two is durable. Tenant,
 * creator, root and depth follow from the parent's row, whatever {@code run} says.
 *
 * @param call the parent's call that the run's end is the answer to; a call begins one run
 */
public record NewChild(NewRun run, String call) {}
