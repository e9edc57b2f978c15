package io.sallyport.dialect.openai;

import io.sallyport.dialect.openai.ChunkScan.Verdict;

/** Looks at a whole answer that was not streamed. */
public final class ChatAnswerScan {
    private ChatAnswerScan() {}

    /** {@code MALFORMED} unless it is a JSON object with at least one choice; {@code ERROR} when it has an {@code error}. */
    public static WholeAnswer scan(byte[] body) {
        ChunkScan scan = new ChunkScan();
        Verdict verdict = scan.scan(body, 0, body.length);
        boolean answers = verdict == Verdict.ERROR || (verdict == Verdict.OK && scan.choices() > 0);
        return new WholeAnswer(
                answers ? verdict : Verdict.MALFORMED, scan.model(), scan.id(), scan.usage(), scan.finishReason());
    }
}
