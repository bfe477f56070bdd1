package io.forkyard.child;

import io.forkyard.wire.Fault;
import org.jspecify.annotations.Nullable;

/** Finds the class that a target names. */
final class Targets {

  private Targets() {}

  /**
   * Loads a class of the job without initializing it.
   *
   * @throws TaskException if there is no such class
   * @throws LinkageError if there is one that cannot be linked
   */
  static Class<?> type(String name, ClassLoader loader) {
    for (String binary = name; binary != null; binary = nested(binary)) {
      Class<?> type = load(binary, loader);
      if (type != null) {
        return type;
      }
    }
    throw new TaskException(Fault.TARGET_NOT_FOUND, "there is no class " + name);
  }

  private static @Nullable Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      return null;
    } catch (NoClassDefFoundError e) {
      if (isAbout(name, e)) {
        return null;
      }
      throw e;
    }
  }

  /** A name in another case finds the file, on some file systems, and then this error. */
  private static boolean isAbout(String name, NoClassDefFoundError error) {
    String message = String.valueOf(error.getMessage());
    return message.startsWith(name.replace('.', '/')) && message.contains("wrong name");
  }

  /** {@code pkg.Outer.Inner} may be meant as {@code pkg.Outer$Inner}. */
  private static @Nullable String nested(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? null : name.substring(0, dot) + "$" + name.substring(dot + 1);
  }
}
