package io.forkyard.child.json;

import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;

/** Types of the JDK that travel as the text which their own {@code toString} gives. */
public final class Texts {

  private Texts() {}

  public static boolean covers(Class<?> type) {
    return type == UUID.class
        || type == URI.class
        || Path.class.isAssignableFrom(type)
        || ZoneId.class.isAssignableFrom(type)
        || isTime(type);
  }

  public static Object read(String text, Class<?> type, Place place) {
    try {
      return parse(text, type);
    } catch (ReflectiveOperationException | URISyntaxException | RuntimeException e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      throw place.mismatch("the text of a " + type.getName() + " (" + cause + ")", text);
    }
  }

  private static Object parse(String text, Class<?> type)
      throws ReflectiveOperationException, URISyntaxException {
    if (type == UUID.class) {
      return uuid(text);
    } else if (type == URI.class) {
      return new URI(text);
    } else if (type == Path.class) {
      return Path.of(text);
    } else if (type == ZoneId.class) {
      return ZoneId.of(text);
    } else if (type == ZoneOffset.class) {
      return ZoneOffset.of(text);
    }
    return type.getMethod("parse", CharSequence.class).invoke(null, text);
  }

  /** The JDK also takes shorter groups of digits. */
  private static UUID uuid(String text) {
    UUID uuid = UUID.fromString(text);
    if (!uuid.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException("not 8-4-4-4-12 hexadecimal digits");
    }
    return uuid;
  }

  private static boolean isTime(Class<?> type) {
    if (!type.getName().startsWith("java.time.")) {
      return false;
    }
    try {
      return type.getMethod("parse", CharSequence.class) != null;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
