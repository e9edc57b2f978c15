package io.sallyport.edge.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;

/**
 * Says of the records that answers are made of which of their members are always there: those that are never null. What may be null is left
 * out or is null, as the record's own annotation has it.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class RecordMembers implements OASFilter {
    private static final String EDGE = "io.sallyport.edge.";
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName INCLUDE = DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");

    private final Map<String, ClassInfo> records;

    public RecordMembers(IndexView index) {
        records = index.getKnownClasses().stream()
                .filter(type -> type.isRecord() && type.name().toString().startsWith(EDGE))
                .collect(Collectors.toMap(
                        type -> type.name().withoutPackagePrefix().replaceAll(".*\\$", ""),
                        Function.identity(),
                        (first, second) -> first));
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null || api.getComponents().getSchemas() == null) {
            return;
        }
        api.getComponents().getSchemas().forEach((name, schema) -> {
            ClassInfo type = records.get(name);
            if (type != null && schema.getProperties() != null) {
                type.recordComponents().forEach(member -> describe(schema, type, member));
            }
        });
    }

    private static void describe(Schema schema, ClassInfo type, RecordComponentInfo member) {
        Schema property = schema.getProperties().get(member.name());
        if (property == null) {
            return;
        }
        if (!member.type().hasAnnotation(NULLABLE)) {
            schema.addRequired(member.name());
        } else if (!type.hasDeclaredAnnotation(INCLUDE)
                && property.getType() != null
                && !property.getType().contains(Schema.SchemaType.NULL)) {
            property.addType(Schema.SchemaType.NULL);
        }
    }
}
