package io.forkyard.process;

import io.forkyard.wire.Message;
import java.nio.file.Path;
import java.util.List;

/**
 * What the first task of a child will probably name, which it may load while nobody waits for it.
 *
 * @param target {@code pkg.Type} or {@code pkg.Type::method}; empty when nothing is known
 * @param classpath directories and jars, in the order of lookup
 */
public record Preload(String target, List<Path> classpath) {

  /** Nothing is known. */
  public static final Preload NOTHING = new Preload("", List.of());

  public Preload {
    classpath = List.copyOf(classpath);
  }

  Message.WarmUp message() {
    return new Message.WarmUp(target, Assignment.strings(classpath));
  }
}
