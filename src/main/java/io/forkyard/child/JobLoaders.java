package io.forkyard.child;

import io.forkyard.wire.Fault;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A class loader per class path, kept as long as the child lives: what a job leaves in its static
 * fields is there for the next task of a reused child, as in Python.
 */
final class JobLoaders {

  private final Map<List<String>, ClassLoader> loaders = new HashMap<>();
  private final ClassLoader window = new Window();

  ClassLoader of(List<String> classpath) {
    ClassLoader loader = loaders.get(classpath);
    if (loader == null) {
      loader = new URLClassLoader(urls(classpath), window);
      loaders.put(List.copyOf(classpath), loader);
    }
    return loader;
  }

  private static URL[] urls(List<String> classpath) {
    URL[] urls = new URL[classpath.size()];
    try {
      for (int i = 0; i < urls.length; i++) {
        urls[i] = new File(classpath.get(i)).toURI().toURL();
      }
    } catch (MalformedURLException e) {
      throw new TaskException(Fault.TARGET_NOT_FOUND, "the class path: " + e.getMessage());
    }
    return urls;
  }
}
