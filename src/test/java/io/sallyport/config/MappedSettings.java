package io.sallyport.config;

import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The settings that a tree of mapping interfaces declares, by name, with their defaults. */
final class MappedSettings {
    private MappedSettings() {}

    static Map<String, String> of(Class<?> group, String prefix) {
        Map<String, String> settings = new TreeMap<>();
        for (Method method : group.getDeclaredMethods()) {
            String name = prefix + "." + kebab(method.getName());
            Class<?> type = bare(method.getGenericReturnType());
            if (type.isInterface() && type.getPackage().equals(group.getPackage())) {
                settings.putAll(of(type, name));
            } else {
                WithDefault given = method.getAnnotation(WithDefault.class);
                settings.put(name, given == null ? "" : given.value());
            }
        }
        return settings;
    }

    private static Class<?> bare(Type type) {
        return (Class<?>) (type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type);
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
