package io.sallyport.checkpoint.crash;

import io.sallyport.core.StartRefused;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who is asked: on this machine, because whoever answers can hold every run. */
record Listener(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?<host>localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]):(?<port>[0-9]{1,5})");

    /** Reads {@code host:port}. */
    static Listener of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new StartRefused(List.of("SALLYPORT_RUNS_CRASH_POINTS is " + text
                    + ", which is no host:port on this machine: write it like 127.0.0.1:9500, or unset it."));
        }
        return new Listener(form.group("host").replaceAll("[\\[\\]]", ""), Integer.parseInt(form.group("port")));
    }
}
