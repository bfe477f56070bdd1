package io.forkyard.job;

import java.util.List;

/**
 * What a job or map with a source is made of.
 *
 * @param source hash of the source
 * @param classpath ids of its jars
 */
public record Code(String source, List<String> classpath) {

  public Code {
    classpath = List.copyOf(classpath);
  }
}
