package io.sallyport.config;

import io.sallyport.core.Replica;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Names this process: as configured, else by host and process id, which no two living replicas share. */
class ReplicaName {
    @Produces
    @Singleton
    Replica replica(SallyportConfig config) {
        return named(config.replica());
    }

    static Replica named(Optional<String> configured) {
        return new Replica(configured.orElseGet(() -> hostName(InetAddress::getLocalHost) + "-"
                + ProcessHandle.current().pid()));
    }

    /** A host whose own name does not resolve (a bare container) must not keep a replica from starting. */
    static String hostName(HostLookup host) {
        try {
            return host.find().getHostName();
        } catch (UnknownHostException nameless) {
            return "replica";
        }
    }

    interface HostLookup {
        InetAddress find() throws UnknownHostException;
    }
}
