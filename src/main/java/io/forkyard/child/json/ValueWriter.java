package io.forkyard.child.json;

import io.forkyard.api.Forkyard;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Prints values by the type that they have when the target returns them.
 *
 * <p>The depth is bounded, so a value that holds itself is refused before the stack ends.
 */
final class ValueWriter {

  private final JsonText out;

  ValueWriter(JsonText out) {
    this.out = out;
  }

  void write(@Nullable Object value, Place place, int depth) {
    if (depth > Json.MAX_DEPTH) {
      throw new UnserializableException(
          place.root() + ": nested deeper than " + Json.MAX_DEPTH + " levels, or holds itself");
    } else if (value == null || value instanceof Boolean) {
      out.raw(String.valueOf(value));
    } else if (value instanceof Number) {
      number((Number) value, place, depth);
    } else if (value instanceof Enum) {
      out.string(((Enum<?>) value).name());
    } else if (value instanceof CharSequence || value instanceof Character) {
      out.string(value.toString());
    } else {
      structure(value, place, depth);
    }
  }

  private void structure(Object value, Place place, int depth) {
    if (value == Forkyard.NULL) {
      out.raw("null");
    } else if (value instanceof Collection) {
      elements((Collection<?>) value, place, depth);
    } else if (value instanceof Map) {
      members((Map<?, ?>) value, place, depth);
    } else if (value.getClass().isArray()) {
      array(value, place, depth);
    } else if (value instanceof Optional) {
      write(((Optional<?>) value).orElse(null), place, depth + 1);
    } else if (Texts.covers(value.getClass())) {
      out.string(value.toString());
    } else {
      members(Fields.of(value, place), place, depth);
    }
  }

  private void number(Number number, Place place, int depth) {
    if (number instanceof Double || number instanceof Float) {
      out.raw(finite(number, place));
    } else if (whole(number)) {
      out.raw(number.toString());
    } else {
      structure(number, place, depth);
    }
  }

  private static String finite(Number number, Place place) {
    if (Double.isFinite(number.doubleValue())) {
      return number.toString();
    }
    throw new UnserializableException(place + ": " + number + " has no JSON form");
  }

  /** The JDK's own types only: anybody may extend Number, and BigInteger too. */
  private static boolean whole(Number number) {
    Class<?> type = number.getClass();
    return type == Integer.class
        || type == Long.class
        || type == Short.class
        || type == Byte.class
        || type == BigInteger.class
        || type == BigDecimal.class
        || type == AtomicInteger.class
        || type == AtomicLong.class;
  }

  private void elements(Collection<?> elements, Place place, int depth) {
    int position = 0;
    out.raw('[');
    for (Object element : elements) {
      if (position > 0) {
        out.raw(',');
      }
      write(element, place.index(position++), depth + 1);
    }
    out.raw(']');
  }

  private void array(Object array, Place place, int depth) {
    int length = Array.getLength(array);
    out.raw('[');
    for (int i = 0; i < length; i++) {
      if (i > 0) {
        out.raw(',');
      }
      write(Array.get(array, i), place.index(i), depth + 1);
    }
    out.raw(']');
  }

  private void members(Map<?, ?> members, Place place, int depth) {
    String separator = "";
    out.raw('{');
    for (Map.Entry<?, ?> member : members.entrySet()) {
      String key = key(member.getKey(), place);
      out.raw(separator).string(key).raw(':');
      write(member.getValue(), place.field(key), depth + 1);
      separator = ",";
    }
    out.raw('}');
  }

  private static String key(@Nullable Object key, Place place) {
    if (key instanceof Enum) {
      return ((Enum<?>) key).name();
    } else if (key instanceof Double || key instanceof Float) {
      return finite((Number) key, place);
    } else if (key instanceof CharSequence
        || key instanceof Number && whole((Number) key)
        || key instanceof Boolean
        || key instanceof Character
        || key != null && Texts.covers(key.getClass())) {
      return key.toString();
    }
    String found = key == null ? "null" : "a " + key.getClass().getName();
    throw new UnserializableException(place + ": " + found + " cannot be the key of a JSON object");
  }
}
