package io.forkyard.child;

import io.forkyard.wire.Fault;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A class loader per class path, kept as long as the child lives: what a job leaves in its static
 * fields is there for the next task of a reused child, as in Python.
 */
final class JobLoaders {

  /** Larger jars, whose list of entries is held in memory, would make idle children heavy. */
  private static final long MOST_PRELOADED = 16 << 20;

  private final Map<List<String>, ClassLoader> loaders = new HashMap<>();
  private final ClassLoader window = new Window();

  /** The class path of a loader that no task has asked for, or null. */
  private @Nullable List<String> preloaded;

  /** What its files were like before it was made. */
  private long[] stamp = {};

  ClassLoader of(List<String> classpath) {
    if (classpath.equals(preloaded)) {
      preloaded = null;
      if (!Arrays.equals(stamp, stamp(classpath))) {
        loaders.remove(classpath);
      }
    }
    ClassLoader loader = loaders.get(classpath);
    if (loader == null) {
      loader = new URLClassLoader(urls(classpath), window);
      loaders.put(List.copyOf(classpath), loader);
    }
    return loader;
  }

  /**
   * Loads the class that a later task will probably name. Nothing of it runs, and what is wrong
   * with it that task will tell: a loader remembers which jars it could not open, so it is kept
   * only if all went well, and only for files that are the same when the task comes.
   */
  void preload(String target, List<String> classpath) {
    long[] now = stamp(classpath);
    if (loaders.containsKey(classpath) || size(now) > MOST_PRELOADED) {
      return;
    }
    try {
      Class<?> type = Call.type(target, of(classpath));
      String method = Call.method(target);
      if (method == null) {
        Mains.find(type);
      } else {
        Methods.named(method, type);
      }
      preloaded = classpath;
      stamp = now;
    } catch (Throwable e) {
      loaders.remove(classpath);
    }
  }

  /** The length of each file, and when it was changed; both are 0 of one that is not there. */
  private static long[] stamp(List<String> classpath) {
    long[] stamp = new long[2 * classpath.size()];
    for (int i = 0; i < stamp.length; i += 2) {
      File file = new File(classpath.get(i / 2));
      stamp[i] = file.length();
      stamp[i + 1] = file.lastModified();
    }
    return stamp;
  }

  private static long size(long[] stamp) {
    long size = 0;
    for (int i = 0; i < stamp.length; i += 2) {
      size += stamp[i];
    }
    return size;
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
