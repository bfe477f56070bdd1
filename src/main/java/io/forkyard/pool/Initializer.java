package io.forkyard.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs once in each new child of a pool, before its first job.
 *
 * @param args JSON array of the positional arguments
 * @param kwargs JSON object of the named arguments
 * @param source one Java source file, or null
 * @param classpath ids of uploaded jars
 * @param jvmOptions that those jars ask for, one a line
 */
public record Initializer(
    String target,
    String args,
    String kwargs,
    @Nullable String source,
    List<String> classpath,
    String jvmOptions) {

  public Initializer {
    classpath = List.copyOf(classpath);
  }

  Initializer with(String options) {
    return new Initializer(target, args, kwargs, source, classpath, options);
  }
}
