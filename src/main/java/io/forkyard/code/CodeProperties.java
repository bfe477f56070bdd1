package io.forkyard.code;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Code that jobs may use.
 *
 * @param classpath jars and directories that every job sees after its own
 * @param limits sizes
 */
@ConfigurationProperties("forkyard")
record CodeProperties(@DefaultValue List<Path> classpath, @DefaultValue Limits limits) {

  /**
   * Sizes of what callers send.
   *
   * @param artifact largest jar
   */
  record Limits(@DefaultValue("256MB") DataSize artifact) {}
}
