package io.sallyport.catalog.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/** Binds the files that a provider names; they have to be there. */
final class ProviderFiles {
    private final LoadContext context;

    ProviderFiles(LoadContext context) {
        this.context = context;
    }

    Optional<Path> script(Fields provider) {
        Optional<Path> file = file(provider, "script");
        file.ifPresent(script ->
                context.checks().scripts().check(script, Digests.name(context.folder(), script), context.findings()));
        return file;
    }

    Optional<Path> caFile(Fields provider) {
        Optional<Path> file = file(provider, "caFile");
        if (file.filter(path -> !holdsCertificates(path)).isPresent()) {
            context.findings()
                    .error(
                            provider.at("caFile"),
                            "The file holds no certificate.",
                            "Give it certificates in PEM format.");
        }
        return file;
    }

    private Optional<Path> file(Fields provider, String key) {
        Optional<Path> path = provider.text(key)
                .filter(text -> text.indexOf('\0') < 0)
                .map(text -> context.folder().resolve(text).normalize());
        path.ifPresent(context.named()::add);
        if (path.filter(file -> !Files.isRegularFile(file) || !Files.isReadable(file))
                .isPresent()) {
            context.findings()
                    .error(
                            provider.at(key),
                            "There is no file `" + path.get() + "` that can be read.",
                            "Create it, or mend the path; relative paths go from the catalogue's folder.");
            return Optional.empty();
        }
        return path;
    }

    private static boolean holdsCertificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .isEmpty();
        } catch (IOException | CertificateException e) {
            return false;
        }
    }
}
