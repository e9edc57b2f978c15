package io.sallyport.tool;

import java.time.Duration;

/**
 * What is known of a call when the question is what to do next.
 *
 * @param attempts    attempts that ended in an outcome, the last one included. Those whose owner died are not among them: they say nothing
 *                    about the tool, and a run that keeps killing its owners is stopped elsewhere
 * @param lookUps     answered questions since the last attempt
 * @param sinceIntent since the first intent: the age of the key
 * @param doubt       whether some earlier attempt may have been applied and nothing has settled that since. Success settles it, and so does
 *                    a look-up; a later attempt's refusal does not
 */
public record CallHistory(int attempts, int lookUps, Duration sinceIntent, boolean doubt) {}
