package io.sallyport.catalog;

/**
 * Where something stands in the catalogue's files.
 *
 * @param file   name from the catalogue's folder
 * @param line   from 1; 0 where the file as a whole is meant
 * @param column from 1; 0 where the file as a whole is meant
 * @param field  path of the field, such as {@code routes.chat.candidates[0].model}; empty at the top
 */
public record Place(String file, int line, int column, String field) {
    public static Place wholeFile(String file) {
        return new Place(file, 0, 0, "");
    }

    /** The same spot, meant for a key that is not there or cannot be pointed at. */
    public Place key(String name) {
        return new Place(file, line, column, field.isEmpty() ? name : field + "." + name);
    }

    /** The same spot, meant for an element of the list. */
    public Place index(int index) {
        return new Place(file, line, column, field + "[" + index + "]");
    }

    /** The same field, at another spot. */
    public Place moved(int newLine, int newColumn) {
        return new Place(file, newLine, newColumn, field);
    }

    @Override
    public String toString() {
        String spot = line == 0 ? file : file + ":" + line + ":" + column;
        return field.isEmpty() ? spot : spot + ": " + field;
    }
}
