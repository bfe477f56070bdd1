package io.forkyard.child.json;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Makes what is no plain value: records, beans, and collections of them. */
public interface Converter {

  /**
   * Converts what {@link Json#parse} gave to a parameter's type.
   *
   * @throws MismatchException if it does not fit
   */
  @Nullable Object read(@Nullable Object json, Type type, Place place);
}
