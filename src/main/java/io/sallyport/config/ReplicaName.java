package io.sallyport.config;

import io.sallyport.core.Replica;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Names this process: as configured, else by host and process id, which no two living replicas share. */
class ReplicaName {
    @Produces
    @Singleton
    Replica replica(@ConfigProperty(name = "sallyport.replica") Optional<String> configured) {
        return new Replica(configured.orElseGet(
                () -> hostName() + "-" + ProcessHandle.current().pid()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "replica";
        }
    }
}
