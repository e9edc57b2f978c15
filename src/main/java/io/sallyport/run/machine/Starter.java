package io.sallyport.run.machine;

import java.util.Set;

/**
 * What was known of who has started a run and is in no column of its row.
 *
 * @param person whether it was one, and no program
 * @param roles  those of the credential
 */
public record Starter(boolean person, Set<String> roles) {
    /** A credential with more says nothing about them: a part of them would be taken for all. */
    public static final int MOST_ROLES = 200;

    public Starter {
        roles = Set.copyOf(roles);
    }
}
