"""The official Python SDK against a gateway: BASE_URL and API_KEY say which. Prints a line for each check; exit 1 when one fails."""
import os
import sys
import traceback

import httpx2
import openai
from openai import OpenAI

WORDS = "The gate is open and the lamp is lit."
BASE_URL, API_KEY = os.environ["BASE_URL"], os.environ["API_KEY"]
TOOL = {
    "type": "function",
    "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}},
}
QUESTION = [{"role": "user", "content": "What is the weather in Oslo?"}]
client = OpenAI(base_url=BASE_URL, api_key=API_KEY, max_retries=0, timeout=30)


def ask(model, **more):
    return client.chat.completions.create(model=model, messages=QUESTION, **more)


def an_answer_comes_with_its_usage():
    answer = ask("talk")
    assert answer.choices[0].message.content == WORDS, answer
    assert answer.usage.total_tokens == 16, answer


def a_stream_comes_whole_with_its_usage():
    chunks = list(ask("talk", stream=True, stream_options={"include_usage": True}))
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == WORDS, chunks
    assert chunks[-1].usage.total_tokens == 16, chunks[-1]


def a_tool_is_called_and_its_result_is_used():
    message = ask("tools", tools=[TOOL]).choices[0].message
    call = message.tool_calls[0]
    assert (call.function.name, call.function.arguments) == ("weather", '{"city":"Oslo"}'), call
    result = {"role": "tool", "tool_call_id": call.id, "content": "rain"}
    answer = client.chat.completions.create(model="tools", messages=[*QUESTION, message, result], tools=[TOOL])
    assert answer.choices[0].message.content == "It rains in Oslo.", answer


def a_streamed_tool_call_is_put_together():
    with client.chat.completions.stream(model="tools", messages=QUESTION, tools=[TOOL]) as stream:
        message = stream.get_final_completion().choices[0].message
    assert message.tool_calls[0].function.arguments == '{"city":"Oslo"}', message


def a_stream_can_be_closed_in_the_middle():
    stream = ask("slow", stream=True)
    for _ in range(3):
        next(stream)
    stream.close()


def embeddings_come_for_each_input():
    answer = client.embeddings.create(model="vectors", input=["a lamp", "a gate"])
    assert [e.embedding for e in answer.data] == [[0.0, 0.5, -0.25], [1.0, 0.5, -0.25]], answer
    assert answer.usage.total_tokens == 6, answer


def the_models_are_those_of_the_key():
    models = {model.id for model in client.models.list()}
    assert "talk" in models and "locked" not in models, models


def each_error_has_its_class():
    expected = {
        "locked": openai.PermissionDeniedError,
        "no-such-route": openai.NotFoundError,
        "filtered": openai.BadRequestError,
        "busy": openai.RateLimitError,
        "broken": openai.InternalServerError,
    }
    for model, error in expected.items():
        for stream in (False, True):
            try:
                ask(model, stream=stream)
            except error:
                continue
            raise AssertionError(f"{model} (stream={stream}) did not raise {error.__name__}")
    try:
        OpenAI(base_url=BASE_URL, api_key="sp_nobody-knows-this-key-0123456789abcdef", max_retries=0).models.list()
    except openai.AuthenticationError:
        return
    raise AssertionError("a wrong key did not raise AuthenticationError")


def counted(retries):
    """A client that repeats by itself, and the requests it sends."""
    sent = []
    http = httpx2.Client(event_hooks={"request": [sent.append]}, timeout=30)
    return OpenAI(base_url=BASE_URL, api_key=API_KEY, max_retries=retries, http_client=http), sent


def a_rate_is_waited_for_as_long_as_it_says():
    patient, sent = counted(5)
    for _ in range(3):
        answer = patient.chat.completions.create(model="metered", messages=QUESTION)
        assert answer.choices[0].message.content == WORDS, answer
    assert 4 <= len(sent) <= 8, len(sent)
    try:
        for _ in range(20):
            ask("metered")
    except openai.RateLimitError as refused:
        assert refused.code == "rate_limit_exceeded", refused.code
        assert refused.response.headers["retry-after"] == "1", refused.response.headers
        return
    raise AssertionError("twenty requests at once were not too many")


def a_spent_budget_is_not_asked_again():
    patient, sent = counted(5)
    refusals = 0
    for _ in range(4):
        sent.clear()
        try:
            patient.chat.completions.create(model="spent", messages=QUESTION)
        except openai.RateLimitError as refused:
            refusals += 1
            assert refused.code == "budget_exhausted", refused.code
            # The first refusal may have been worth a retry: what the answer before it had reserved was not settled yet.
            if refusals == 2:
                assert refused.response.headers["x-should-retry"] == "false", refused.response.headers
                assert len(sent) == 1, len(sent)
                assert refused.body["limit"] == 20, refused.body
                return
    raise AssertionError("the budget is never spent")


CHECKS = [
    an_answer_comes_with_its_usage,
    a_stream_comes_whole_with_its_usage,
    a_tool_is_called_and_its_result_is_used,
    a_streamed_tool_call_is_put_together,
    a_stream_can_be_closed_in_the_middle,
    embeddings_come_for_each_input,
    the_models_are_those_of_the_key,
    each_error_has_its_class,
    a_rate_is_waited_for_as_long_as_it_says,
    a_spent_budget_is_not_asked_again,
]

failed = 0
for check in CHECKS:
    try:
        check()
        print("ok    ", check.__name__)
    except Exception:
        failed += 1
        print("FAILED", check.__name__)
        traceback.print_exc(file=sys.stdout)
sys.exit(1 if failed else 0)
