package io.sallyport.run.policy;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.chat.Message;
import io.sallyport.checkpoint.CallState;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEvent.Origin;
import io.sallyport.run.machine.RunState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Untrusted words were read, something can be done or sent, and an argument that decides where or how much holds such words: then a person
 * is asked, once for each destination of a run. What is missing one of the three is free.
 */
public final class RuleOfTwo {
    public static final String NO_REACH = "policy: neither effect nor egress";
    public static final String NOTHING_READ = "policy: nothing untrusted was read";
    public static final String OWN_WORDS = "policy: no untrusted words in what decides";
    public static final String APPROVED_BEFORE = "policy: the destination was approved by ";
    public static final String UNTRUSTED = "policy: untrusted words decide";

    private static final int MOST_SOURCES = 5;

    private final RunState state;
    private final Heard heard;

    private RuleOfTwo(RunState state, Heard heard) {
        this.state = state;
        this.heard = heard;
    }

    /**
     * The rule over what a run has read so far.
     *
     * @param history the thread's earlier turns
     * @param tools   the revision's, by name
     */
    public static RuleOfTwo over(RunState state, List<Message> history, Map<String, ToolSpec> tools) {
        return new RuleOfTwo(state, Heard.of(state, history, tools));
    }

    /** What it says about {@code call}, whose arguments are valid. */
    public Ruling on(CallView call, ToolSpec tool) {
        if (!tool.reachesOut()) {
            return new Ruling.Free(NO_REACH);
        }
        if (heard.untrusted().isEmpty()) {
            return new Ruling.Free(NOTHING_READ);
        }
        List<Origin> origins = Sink.of(call.arguments(), tool.sinks()).stream()
                .flatMap(sink -> origin(sink).stream())
                .toList();
        if (origins.isEmpty()) {
            return new Ruling.Free(OWN_WORDS);
        }
        Set<String> destination = destination(call, tool);
        return state.calls()
                .filter(other -> isApproved(other)
                        && other.tool().equals(call.tool())
                        && destination(other, tool).equals(destination))
                .findFirst()
                .<Ruling>map(before ->
                        new Ruling.Free(APPROVED_BEFORE + before.approval().orElseThrow()))
                .orElseGet(() -> new Ruling.Ask(UNTRUSTED, origins));
    }

    /** Where a call leads and what it comes to, all of what decides that taken together. */
    public static Set<String> destination(CallView call, ToolSpec tool) {
        return Sink.of(call.arguments(), tool.sinks()).stream()
                .map(sink -> sink.pointer().replaceAll("/[0-9]+(?=/|$)", "/-") + " " + sink.destination())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A person was asked about it, and has said yes. */
    private static boolean isApproved(CallView call) {
        return call.approval().isPresent()
                && call.state() != CallState.AWAITING_APPROVAL
                && call.state() != CallState.DENIED;
    }

    private Optional<Origin> origin(Sink sink) {
        Words whole = sink.words();
        if (isOwn(sink, whole)) {
            return Optional.empty();
        }
        List<Words> parts = new ArrayList<>();
        parts.add(whole);
        sink.domains().stream().filter(domain -> !isNamed(domain)).forEach(parts::add);
        List<RunEvent.From> from = heard.untrusted().stream()
                .filter(source -> parts.stream().anyMatch(part -> isFrom(source, part, sink.number())))
                .map(source -> new RunEvent.From(source.label().text(), source.call()))
                .distinct()
                .limit(MOST_SOURCES)
                .toList();
        return from.isEmpty() ? Optional.empty() : Optional.of(new Origin(sink.pointer(), from));
    }

    /** What it was asked for with, an answer has not brought in. */
    private static boolean isFrom(Heard.Source source, Words part, Optional<BigDecimal> number) {
        boolean held =
                source.words().hold(part) || number.filter(source.words()::hold).isPresent();
        boolean asked = source.asked()
                .filter(words -> words.hold(part) || number.filter(words::hold).isPresent())
                .isPresent();
        return held && !asked;
    }

    private boolean isOwn(Sink sink, Words whole) {
        return heard.minted().contains(sink.destination())
                || isNamed(whole)
                || sink.number()
                        .filter(number -> heard.own().stream().anyMatch(words -> words.name(number)))
                        .isPresent()
                || (sink.isAddress() && sink.host().filter(this::isNamed).isPresent());
    }

    private boolean isNamed(Words value) {
        return heard.own().stream().anyMatch(words -> words.name(value));
    }
}
