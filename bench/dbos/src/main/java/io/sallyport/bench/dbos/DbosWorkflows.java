package io.sallyport.bench.dbos;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Performs workflows on order: a line {@code perform <steps> <clients> <millis>} is answered by {@code took} and the nanoseconds of each
 * workflow that the clients have performed, one after the other, until the time was over.
 */
public final class DbosWorkflows {
    /** As many connections as a gateway has. */
    private static final int CONNECTIONS = 20;

    private DbosWorkflows() {}

    public static void main(String... arguments) throws IOException, InterruptedException, ExecutionException {
        try (HikariDataSource database = new HikariDataSource(connections());
                DBOS dbos = new DBOS(DBOSConfig.defaults("bench").withDataSource(database))) {
            Work work = dbos.registerProxy(Work.class, new StepByStep(dbos));
            dbos.launch();
            System.out.println("ready");
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String[] words = order.split(" ");
                List<Long> took =
                        perform(work, Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
                System.out.println("took " + took.stream().map(String::valueOf).collect(Collectors.joining(" ")));
            }
        }
    }

    private static HikariConfig connections() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(System.getenv("DBOS_SYSTEM_JDBC_URL"));
        config.setUsername(System.getenv("PGUSER"));
        config.setPassword(System.getenv("PGPASSWORD"));
        config.setMaximumPoolSize(CONNECTIONS);
        return config;
    }

    private static List<Long> perform(Work work, int steps, int clients, long millis)
            throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        List<Future<List<Long>>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(() -> performUntil(work, steps, deadline)));
            }
        }
        List<Long> took = new ArrayList<>();
        for (Future<List<Long>> one : all) {
            took.addAll(one.get());
        }
        return took;
    }

    private static List<Long> performUntil(Work work, int steps, long deadline) {
        List<Long> took = new ArrayList<>();
        while (System.nanoTime() < deadline) {
            long began = System.nanoTime();
            String said = work.perform(steps);
            if (!said.startsWith(steps - 1 + ": ")) {
                throw new IllegalStateException("a workflow said " + said);
            }
            took.add(System.nanoTime() - began);
        }
        return took;
    }
}
