package io.sallyport.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. For root it is put into a user namespace of its own, in which it is nobody; the files stay
 * root's.
 */
final class AsOrdinaryUser {
    private AsOrdinaryUser() {}

    /** The beginning of a command line that runs {@code program}; arguments may be added. */
    static List<String> command(String program) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name", "").equals("root")) {
            command.add("unshare");
            command.add("-U");
        }
        command.add(program);
        return command;
    }
}
