-- What wrk sends (a small chat request, the same bytes each time) and the one line it prints for Wrk.java.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local rest = ',"temperature":0.2,"max_tokens":64,"messages":['
  .. '{"role":"system","content":"You are a careful assistant. Answer in one paragraph."},'
  .. '{"role":"user","content":"What is a sally port, and why does a fortress have two doors where one would do?"}]}'

function init(args)
  wrk.body = '{"model":"' .. args[2] .. '"' .. rest
  wrk.headers["Authorization"] = "Bearer " .. args[1]
end

function done(summary, latency, requests)
  local e = summary.errors
  print(string.format("SUM %d %d %d %d %d", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
