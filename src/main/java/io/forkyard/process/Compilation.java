package io.forkyard.process;

import io.forkyard.wire.Message;
import java.nio.file.Path;
import java.util.List;

/**
 * One source file for a child to compile.
 *
 * @param attempt token under which the answer counts
 * @param source the text of the file
 * @param classpath what the source may refer to
 * @param output existing directory for the class files
 */
public record Compilation(String attempt, String source, List<Path> classpath, Path output) {

  public Compilation {
    classpath = List.copyOf(classpath);
  }

  Message.Compile message() {
    return new Message.Compile(attempt, source, Assignment.strings(classpath), output.toString());
  }
}
