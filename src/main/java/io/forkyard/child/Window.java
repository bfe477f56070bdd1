package io.forkyard.child;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a job sees of the child: the JDK and Forkyard's api. A job may therefore bring any
 * version of any library, also of those that the child uses itself.
 */
final class Window extends ClassLoader {

  private static final String OWN = "io.forkyard.";
  private static final String API = "io.forkyard.api.";
  private static final String PATH = "io/forkyard/child/Window.class";

  private final ClassLoader child = getSystemClassLoader();

  Window() {
    super(getPlatformClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(OWN) && !name.startsWith(API)) {
      throw new ClassNotFoundException(name);
    }
    return super.loadClass(name, resolve);
  }

  @Override
  public @Nullable URL getResource(String name) {
    try {
      Enumeration<URL> visible = getResources(name);
      return visible.hasMoreElements() ? visible.nextElement() : null;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    String own = own();
    List<URL> visible = new ArrayList<>();
    for (URL resource : Collections.list(super.getResources(name))) {
      if (!resource.toString().startsWith(own)) {
        visible.add(resource);
      }
    }
    return Collections.enumeration(visible);
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

  /** Where the child's own resources are, such as its manifest. */
  private static String own() {
    String self = String.valueOf(Window.class.getResource("Window.class"));
    return self.substring(0, self.length() - PATH.length());
  }

  /** The JDK's tools, such as its compiler, are not the platform loader's but the application's. */
  private static boolean isTool(String name) {
    return name.startsWith("com.sun.") || name.startsWith("jdk.") || name.startsWith("sun.");
  }
}
