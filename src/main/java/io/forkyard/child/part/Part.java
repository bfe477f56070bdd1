package io.forkyard.child.part;

/** Loads a part of the child by its name. */
public final class Part {

  private Part() {}

  /**
   * Makes an instance of it.
   *
   * @param name of a public class with a public constructor without parameters
   * @throws LinkageError if it, or what it leans on, is not there
   */
  public static <T> T load(Class<T> kind, String name) {
    try {
      Class<?> part = Class.forName(name, true, ClassLoader.getSystemClassLoader());
      return kind.cast(part.getConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a part of the child is missing: " + name, e);
    }
  }
}
