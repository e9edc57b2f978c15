package io.sallyport.run.recorded;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.JournalRows;
import io.sallyport.embedded.EmbeddedSettings;
import io.sallyport.run.machine.Fold;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Journals as they lie in a PostgreSQL, read past everything that serves them. */
final class StoredJournals implements AutoCloseable {
    private static final String EVENTS = "SELECT r.status, " + JournalRows.COLUMNS + """

            FROM run_event e JOIN run r ON r.id = e.run LEFT JOIN blob b ON b.tenant = r.tenant AND b.sha256 = e.blob
            WHERE e.run = ? ORDER BY e.seq""";

    private final Connection connection;

    private StoredJournals(Connection connection) {
        this.connection = connection;
    }

    static StoredJournals open(EmbeddedSettings settings) throws SQLException {
        Map<String, String> properties = settings.asProperties("", "");
        return new StoredJournals(DriverManager.getConnection(
                properties.get("quarkus.datasource.jdbc.url"),
                properties.get("quarkus.datasource.username"),
                properties.get("quarkus.datasource.password")));
    }

    /** @throws IllegalStateException if the journal and the run's row do not say the same */
    List<JournalEvent> of(String run) throws SQLException {
        List<JournalEvent> journal = new ArrayList<>();
        String status = "";
        try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
            statement.setString(1, run);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                journal.add(JournalRows.event(rows));
                status = rows.getString("status");
            }
        }
        String folded = Fold.all(journal).status().name();
        if (!folded.equals(status)) {
            throw new IllegalStateException(run + " is " + status + ", and its journal says " + folded);
        }
        return journal;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
