package io.forkyard.child;

/**
 * All that a job sees of the child: the JDK and Forkyard's api. A job may therefore bring any
 * version of any library, also of those that the child uses itself.
 */
final class Window extends ClassLoader {

  private static final String API = "io.forkyard.api.";

  private final ClassLoader child = Window.class.getClassLoader();

  Window() {
    super(getPlatformClassLoader());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith(API)) {
      return child.loadClass(name);
    } else if (isTool(name)) {
      Class<?> tool = child.loadClass(name);
      if (tool.getModule().isNamed()) {
        return tool;
      }
    }
    throw new ClassNotFoundException(name);
  }

  /** The JDK's tools, such as its compiler, are not the platform loader's but the application's. */
  private static boolean isTool(String name) {
    return name.startsWith("com.sun.") || name.startsWith("jdk.") || name.startsWith("sun.");
  }
}
