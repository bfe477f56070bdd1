package io.forkyard.pool;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own that a caller asks for, checked for form.
 *
 * @param target {@code pkg.Type::method}, {@code pkg.Type} or {@code @main}
 * @param args JSON array
 * @param kwargs JSON object
 * @param name null takes {@code Process-N}
 * @param source one Java source file
 * @param classpath ids of uploaded jars, in the order of lookup
 * @param timeout after which it is ended
 * @param maxHeap as after {@code -Xmx}
 * @param options further JVM options
 * @param javaHome another JDK or JRE
 */
public record NewProcess(
    String target,
    String args,
    String kwargs,
    @Nullable String name,
    @Nullable String source,
    List<String> classpath,
    @Nullable Duration timeout,
    String maxHeap,
    List<String> options,
    @Nullable String javaHome) {

  public NewProcess {
    classpath = List.copyOf(classpath);
    options = List.copyOf(options);
  }
}
