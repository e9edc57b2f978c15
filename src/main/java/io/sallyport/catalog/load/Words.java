package io.sallyport.catalog.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Constants as the catalogue writes them: {@code TELL_MODEL} is {@code tellModel}. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        List<String> parts = List.of(constant.name().toLowerCase(Locale.ROOT).split("_"));
        StringBuilder word = new StringBuilder(parts.getFirst());
        parts.subList(1, parts.size())
                .forEach(part -> word.append(part.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(part.substring(1)));
        return word.toString();
    }

    /** The constant that {@code key} says; empty where it is absent or says something else. */
    static <E extends Enum<E>> Optional<E> read(Fields fields, String key, E[] constants) {
        Optional<String> written = fields.text(key);
        return written.flatMap(word -> Arrays.stream(constants)
                .filter(constant -> of(constant).equals(word))
                .findFirst());
    }
}
