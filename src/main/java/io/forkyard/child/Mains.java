package io.forkyard.child;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds what {@code java} would start; the simpler forms of Java 25 count on every version. */
final class Mains {

  private Mains() {}

  /** The one that takes arguments goes first. */
  static @Nullable Method find(Class<?> type) {
    Method main = taking(type, String[].class);
    return main == null ? taking(type) : main;
  }

  private static @Nullable Method taking(Class<?> type, Class<?>... parameters) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (isMain(method) && Arrays.equals(method.getParameterTypes(), parameters)) {
          return method;
        }
      }
    }
    return null;
  }

  private static boolean isMain(Method method) {
    return method.getName().equals("main")
        && method.getReturnType() == void.class
        && (method.getModifiers() & (Modifier.PRIVATE | Modifier.ABSTRACT)) == 0;
  }
}
