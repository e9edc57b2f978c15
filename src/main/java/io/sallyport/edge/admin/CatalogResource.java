package io.sallyport.edge.admin;

import io.sallyport.catalog.CatalogService;
import io.sallyport.catalog.CatalogStatus;
import io.sallyport.catalog.Finding;
import io.sallyport.core.Replica;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What this replica runs, and what is wrong with the catalogue's files, if anything. */
@Path("/v1/admin/catalog")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "admin")
public class CatalogResource {
    private final CatalogService catalog;
    private final Replica replica;

    CatalogResource(CatalogService catalog, Replica replica) {
        this.catalog = catalog;
        this.replica = replica;
    }

    /** The state of the catalogue. */
    @GET
    @Operation(operationId = "getCatalog", summary = "What this replica runs, and what is wrong with the files.")
    public CatalogView catalog() {
        return CatalogView.of(replica.name(), catalog.status());
    }

    /**
     * The state of the catalogue.
     *
     * @param replica  which one says so
     * @param revision of what is running, the same on every replica that runs the same files
     * @param loadedAt when this replica loaded it
     * @param stale    whether the files are bad and the last good version runs
     * @param files    what the running version was read from, with SHA-256
     * @param errors   why the files as they are now are not used
     * @param warnings about the running version
     */
    public record CatalogView(
            String replica,
            String revision,
            String loadedAt,
            boolean stale,
            List<FileView> files,
            List<FindingView> errors,
            List<FindingView> warnings) {
        static CatalogView of(String replica, CatalogStatus status) {
            return new CatalogView(
                    replica,
                    status.revision(),
                    status.loadedAt().toString(),
                    status.stale(),
                    status.files().stream().map(FileView::of).toList(),
                    status.errors().stream().map(FindingView::of).toList(),
                    status.warnings().stream().map(FindingView::of).toList());
        }
    }

    /** A file. */
    public record FileView(String name, String sha256) {
        static FileView of(CatalogStatus.FileState file) {
            return new FileView(file.name(), file.digest());
        }
    }

    /** Something to mend: line and column are 0 where the file as a whole is meant. */
    public record FindingView(String file, int line, int column, String field, String what, String fix) {
        static FindingView of(Finding finding) {
            return new FindingView(
                    finding.place().file(),
                    finding.place().line(),
                    finding.place().column(),
                    finding.place().field(),
                    finding.what(),
                    finding.fix());
        }
    }
}
