package io.sallyport.idempotency.answer;

import java.time.Duration;

/** The fake keeps the promises that the real one keeps. */
class TestingAnswersTest extends AnswerStoreContract {
    private final TestingAnswers answers = new TestingAnswers(KEEP);

    @Override
    protected AnswerStore store() {
        return answers;
    }

    @Override
    protected void elapse(Duration time) {
        answers.elapse(time);
    }
}
