// The official Node SDK against a gateway: BASE_URL and API_KEY say which. Prints a line for each check; exit 1 when one fails.
import assert from "node:assert/strict";
import OpenAI from "openai";

const WORDS = "The gate is open and the lamp is lit.";
const { BASE_URL: baseURL, API_KEY: apiKey } = process.env;
const options = { baseURL, maxRetries: 0, timeout: 30_000 };
const client = new OpenAI({ ...options, apiKey });
const messages = [{ role: "user", content: "What is the weather in Oslo?" }];
const tools = [
  { type: "function", function: { name: "weather", parameters: { type: "object", properties: { city: { type: "string" } } } } },
];
const ask = (model, more = {}) => client.chat.completions.create({ model, messages, ...more });

const CHECKS = {
  async "an answer comes with its usage"() {
    const answer = await ask("talk");
    assert.equal(answer.choices[0].message.content, WORDS);
    assert.equal(answer.usage.total_tokens, 16);
  },

  async "a stream comes whole with its usage"() {
    let text = "";
    let usage;
    for await (const chunk of await ask("talk", { stream: true, stream_options: { include_usage: true } })) {
      text += chunk.choices[0]?.delta?.content ?? "";
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, WORDS);
    assert.equal(usage.total_tokens, 16);
  },

  async "a tool is called and its result is used"() {
    const { message } = (await ask("tools", { tools })).choices[0];
    const [call] = message.tool_calls;
    assert.equal(call.function.arguments, '{"city":"Oslo"}');
    const result = { role: "tool", tool_call_id: call.id, content: "rain" };
    const answer = await ask("tools", { tools, messages: [...messages, message, result] });
    assert.equal(answer.choices[0].message.content, "It rains in Oslo.");
  },

  async "a streamed tool call is put together"() {
    const { message } = (await client.chat.completions.stream({ model: "tools", messages, tools }).finalChatCompletion()).choices[0];
    assert.equal(message.tool_calls[0].function.arguments, '{"city":"Oslo"}');
  },

  async "a stream can be aborted in the middle"() {
    const stream = await ask("slow", { stream: true });
    let seen = 0;
    for await (const _ of stream) {
      if (++seen === 3) stream.controller.abort();
    }
    assert.ok(seen >= 3 && seen < 100, `${seen} chunks`);
  },

  async "embeddings come for each input"() {
    const answer = await client.embeddings.create({ model: "vectors", input: ["a lamp", "a gate"] });
    assert.deepEqual(answer.data.map((one) => one.embedding), [[0, 0.5, -0.25], [1, 0.5, -0.25]]);
    assert.equal(answer.usage.total_tokens, 6);
  },

  async "the models are those of the key"() {
    const models = (await client.models.list()).data.map((model) => model.id);
    assert.ok(models.includes("talk") && !models.includes("locked"), models.join());
  },

  async "each error has its class"() {
    const expected = {
      locked: OpenAI.PermissionDeniedError,
      "no-such-route": OpenAI.NotFoundError,
      filtered: OpenAI.BadRequestError,
      busy: OpenAI.RateLimitError,
      broken: OpenAI.InternalServerError,
    };
    for (const [model, error] of Object.entries(expected)) {
      for (const stream of [false, true]) {
        await assert.rejects(ask(model, { stream }), error, `${model} (stream: ${stream})`);
      }
    }
    const stranger = new OpenAI({ ...options, apiKey: "sp_nobody-knows-this-key-0123456789abcdef" });
    await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
  },

  async "a rate is waited for as long as it says"() {
    const { sent, client: patient } = counted(5);
    for (let i = 0; i < 3; i++) {
      const answer = await patient.chat.completions.create({ model: "metered", messages });
      assert.equal(answer.choices[0].message.content, WORDS);
    }
    assert.ok(sent.count >= 4 && sent.count <= 8, `${sent.count} requests`);
    await assert.rejects(
      async () => {
        for (let i = 0; i < 20; i++) await ask("metered");
      },
      (refused) => {
        assert.ok(refused instanceof OpenAI.RateLimitError, refused);
        assert.equal(refused.code, "rate_limit_exceeded");
        assert.equal(refused.headers.get("retry-after"), "1");
        return true;
      },
    );
  },

  async "a spent budget is not asked again"() {
    const { sent, client: patient } = counted(5);
    let refusals = 0;
    for (let i = 0; i < 4; i++) {
      sent.count = 0;
      try {
        await patient.chat.completions.create({ model: "spent", messages });
      } catch (refused) {
        assert.ok(refused instanceof OpenAI.RateLimitError, refused);
        assert.equal(refused.code, "budget_exhausted");
        // The first refusal may have been worth a retry: what the answer before it had reserved was not settled yet.
        if (++refusals === 2) {
          assert.equal(refused.headers.get("x-should-retry"), "false");
          assert.equal(refused.error.limit, 20);
          assert.equal(sent.count, 1);
          return;
        }
      }
    }
    assert.fail("the budget is never spent");
  },
};

/** A client that repeats by itself, and counts what it sends. */
function counted(maxRetries) {
  const sent = { count: 0 };
  const counting = (...request) => (sent.count++, fetch(...request));
  return { sent, client: new OpenAI({ ...options, apiKey, maxRetries, fetch: counting }) };
}

let failed = 0;
for (const [name, check] of Object.entries(CHECKS)) {
  try {
    await check();
    console.log("ok    ", name);
  } catch (error) {
    failed++;
    console.log("FAILED", name, error);
  }
}
process.exit(failed ? 1 : 0);
