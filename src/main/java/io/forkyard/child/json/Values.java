package io.forkyard.child.json;

import io.forkyard.child.part.Part;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** The way in and out of this package: a JSON value for a parameter, a result as JSON. */
public final class Values {

  private Values() {}

  /** Of its own, so that it is loaded only when it is needed. */
  private static final class Late {
    static final Converter CONVERTER = Part.load(Converter.class, "io.forkyard.child.bean.Beans");
  }

  /**
   * Converts what {@link Json#parse} gave to a parameter's type.
   *
   * @throws MismatchException if it does not fit
   */
  public static @Nullable Object read(@Nullable Object json, Type type, Place place) {
    try {
      return Plain.covers(type)
          ? Plain.read(json, type, place)
          : Late.CONVERTER.read(json, type, place);
    } catch (ClassCastException | NullPointerException e) {
      // A sorted set or map refuses what cannot be compared.
      throw new MismatchException(place + ": " + e);
    }
  }

  /**
   * Prints a value as JSON.
   *
   * @param limit longest text that is accepted, in bytes of UTF-8
   * @throws UnserializableException if it has no JSON form or is longer
   */
  public static String write(@Nullable Object value, int limit) {
    return write(value, Place.of("result"), limit);
  }

  /** The same for what is called something else in complaints about it. */
  public static String write(@Nullable Object value, Place place, int limit) {
    JsonText text = new JsonText(place.root(), limit);
    new ValueWriter(text).write(value, place, 0);
    return text.toString();
  }
}
