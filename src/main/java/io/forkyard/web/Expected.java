package io.forkyard.web;

import java.math.BigDecimal;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a field of a request must be, by the type that it is read into. */
final class Expected {

  private Expected() {}

  static String of(@Nullable Class<?> type) {
    if (type == null) {
      return "something else";
    }
    if (type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == BigDecimal.class) {
      return "a number";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a string";
    }
    if (Collection.class.isAssignableFrom(type) || type == JsonItems.class) {
      return "an array";
    }
    if (type == MaxTasks.class) {
      return MaxTasks.EXPECTED;
    }
    return type.isRecord() && type != Json.class ? "an object" : "a JSON value";
  }
}
