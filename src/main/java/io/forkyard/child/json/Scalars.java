package io.forkyard.child.json;

import org.jspecify.annotations.Nullable;

/** What JSON holds in one token: booleans, numbers, characters, strings and enum constants. */
public final class Scalars {

  private Scalars() {}

  public static boolean covers(Class<?> type) {
    return type == String.class
        || type == CharSequence.class
        || type == boolean.class
        || type == Boolean.class
        || type == char.class
        || type == Character.class
        || type.isEnum()
        || Numbers.covers(type);
  }

  public static @Nullable Object read(@Nullable Object json, Class<?> type, Place place) {
    if (json == null) {
      return absent(type, place);
    } else if (type == String.class || type == CharSequence.class) {
      return string(json, "a string", place);
    } else if (type == boolean.class || type == Boolean.class) {
      return truth(json, place);
    } else if (type == char.class || type == Character.class) {
      return character(json, place);
    }
    return type.isEnum() ? constant(json, type, place) : Numbers.read(json, type, place);
  }

  /** A member name of an object, as the key of a map. */
  public static Object key(String name, Class<?> type, Place place) {
    Object key = name;
    if (Numbers.covers(type)) {
      key = Json.number(name);
    } else if (type == Boolean.class) {
      key = name.equals("true") ? (Object) true : name.equals("false") ? (Object) false : name;
    }
    Object read = type == Object.class ? key : read(key, type, place);
    if (read == null) {
      throw place.mismatch(type.getName() + " as a key", name);
    }
    return read;
  }

  private static @Nullable Object absent(Class<?> type, Place place) {
    if (type.isPrimitive()) {
      throw place.mismatch(type.getName(), null);
    }
    return null;
  }

  private static String string(Object json, String expected, Place place) {
    if (json instanceof String) {
      return (String) json;
    }
    throw place.mismatch(expected, json);
  }

  private static Object truth(Object json, Place place) {
    if (json instanceof Boolean) {
      return json;
    }
    throw place.mismatch("true or false", json);
  }

  private static Object character(Object json, Place place) {
    String text = string(json, "a string of one character", place);
    if (text.length() != 1) {
      throw place.mismatch("a string of one character", json);
    }
    return text.charAt(0);
  }

  private static Object constant(Object json, Class<?> type, Place place) {
    StringBuilder expected = new StringBuilder("one of ");
    String separator = "";
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      if (name.equals(json)) {
        return constant;
      }
      expected.append(separator).append(name);
      separator = ", ";
    }
    throw place.mismatch(expected.toString(), json);
  }
}
