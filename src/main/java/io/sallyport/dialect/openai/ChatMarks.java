package io.sallyport.dialect.openai;

/**
 * Where in the body the bytes stand that may be replaced: {@code model}'s value, the bracket that closes {@code messages}, usage, and an output
 * limit.
 */
record ChatMarks(int modelFrom, int modelTo, int messagesEnd, UsageMark usage, OutputMark output) {}
