package io.sallyport.bench;

import java.util.List;

/** What is measured, and how long. The names of figures stand here and nowhere else. */
final class Measures {
    static final String LATENCY_P50 = "latency p50 us";
    static final String LATENCY_P99 = "latency p99 us";
    static final String RATE = "requests/s";
    static final String PER_CPU_SECOND = "requests/cpu-s";
    static final String CPU_MICROS = "cpu us a request";
    static final String ERRORS = "errors";
    static final String FIRST_TOKEN_P50 = "first token p50 us";
    static final String SHORT_STREAM_P50 = "short stream p50 us";
    static final String SHORT_STREAM_P99 = "short stream p99 us";
    static final String DROPPED = "dropped streams";
    static final String LATE_P50 = "late p50 ms";
    static final String LATE_P99 = "late p99 ms";
    static final String STREAMS_CPU = "streams cpu-s";

    private static final int SHORT_STREAMS_PER_SECOND_OF_PLAN = 400;
    private static final int WARM_UP_SECONDS = 20;

    private Measures() {}

    static List<Measure> all(Plan plan, SseLoad load) {
        if (plan.limits()) {
            return Limits.measures(plan);
        }
        return List.of(
                new Measure("whole answers, c=1", target -> latency(target, plan.seconds())),
                new Measure("whole answers, c=32", target -> throughput(target, plan.seconds())),
                new Measure(
                        "short streams, c=1",
                        target -> shortStreams(target, load, plan.seconds() * SHORT_STREAMS_PER_SECOND_OF_PLAN)),
                new Measure(plan.streams() + " paced streams", target -> pacedStreams(target, load, plan)));
    }

    /** The first seconds belong to the compiler of the virtual machine: they are spent before anything is written down. */
    static List<Measure> warmUp(Plan plan, SseLoad load) {
        if (plan.limits()) {
            return Limits.warmUp();
        }
        return List.of(
                new Measure("whole answers, c=32", target -> throughput(target, WARM_UP_SECONDS)),
                new Measure(
                        "short streams, c=1",
                        target -> shortStreams(target, load, plan.seconds() * SHORT_STREAMS_PER_SECOND_OF_PLAN)),
                new Measure("paced streams", target -> pacedStreams(target, load, plan)));
    }

    static Figures latency(Target target, int seconds) {
        Wrk.Outcome outcome = Wrk.run(target, 1, 1, seconds);
        return Figures.none().with(LATENCY_P50, outcome.p50()).with(LATENCY_P99, outcome.p99());
    }

    static Figures throughput(Target target, int seconds) {
        double before = target.process().cpuSeconds();
        Wrk.Outcome outcome = Wrk.run(target, 2, 32, seconds);
        double spent = target.process().cpuSeconds() - before;
        return Figures.none()
                .with(RATE, outcome.requests() / outcome.seconds())
                .with(PER_CPU_SECOND, outcome.requests() / spent)
                .with(CPU_MICROS, spent * 1e6 / outcome.requests())
                .with(ERRORS, outcome.errors());
    }

    private static Figures shortStreams(Target target, SseLoad load, int count) {
        SseLoad.Outcome outcome = load.oneAfterAnother(target, count);
        return Figures.none()
                .with(FIRST_TOKEN_P50, outcome.firstToken().getValueAtPercentile(50) / 1e3)
                .with(SHORT_STREAM_P50, outcome.whole().getValueAtPercentile(50) / 1e3)
                .with(SHORT_STREAM_P99, outcome.whole().getValueAtPercentile(99) / 1e3)
                .with(ERRORS, outcome.dropped());
    }

    private static Figures pacedStreams(Target target, SseLoad load, Plan plan) {
        double before = target.process().cpuSeconds();
        SseLoad.Outcome outcome = load.together(target, plan.streams(), plan.chunks());
        return Figures.none()
                .with(DROPPED, outcome.dropped())
                .with(LATE_P50, outcome.late().getValueAtPercentile(50) / 1e6)
                .with(LATE_P99, outcome.late().getValueAtPercentile(99) / 1e6)
                .with(STREAMS_CPU, target.process().cpuSeconds() - before);
    }
}
