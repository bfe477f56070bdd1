package io.forkyard.child.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in the arguments or in the result a value is; becomes text only when something is wrong.
 */
public final class Place {

  private static final int LONGEST_QUOTE = 80;

  private final @Nullable Place outer;
  private final @Nullable Object field;
  private final int index;

  private Place(@Nullable Place outer, @Nullable Object field, int index) {
    this.outer = outer;
    this.field = field;
    this.index = index;
  }

  public static Place of(String name) {
    return new Place(null, name, 0);
  }

  /** A place whose name is asked for only when something is wrong. */
  public static Place of(Object lazyName) {
    return new Place(null, lazyName, 0);
  }

  public Place field(String name) {
    return new Place(this, name, 0);
  }

  public Place index(int position) {
    return new Place(this, null, position);
  }

  /** The name of the whole value. */
  String root() {
    return outer == null ? String.valueOf(field) : outer.root();
  }

  MismatchException mismatch(String expected, @Nullable Object found) {
    return new MismatchException(this + ": expected " + expected + ", found " + describe(found));
  }

  @Override
  public String toString() {
    if (outer == null) {
      return String.valueOf(field);
    }
    return field == null ? outer + "[" + index + "]" : outer + "." + field;
  }

  private static String describe(@Nullable Object json) {
    if (json instanceof Map) {
      return "an object";
    } else if (json instanceof List) {
      return "an array";
    } else if (json instanceof String) {
      return "the string " + JsonText.quote(shorten((String) json));
    } else if (json instanceof Number) {
      return "the number " + shorten(json.toString());
    }
    return String.valueOf(json);
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
  }
}
