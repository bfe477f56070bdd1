package io.forkyard.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.child.source.SourceText;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Code of a job, compiled for a test. */
final class Code {

  private Code() {}

  /** Compiles source texts with parameter names into a folder. */
  static void compile(Path folder, String... sources) {
    compile(folder, List.of("-parameters"), sources);
  }

  static void compile(Path folder, List<String> options, String... sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> all = new ArrayList<>(options);
    all.addAll(
        List.of("-d", folder.toString(), "-cp", folder + ":" + ChildJvm.jar("forkyard-child.jar")));
    List<SourceText> texts = Arrays.stream(sources).map(SourceText::new).toList();
    StringWriter messages = new StringWriter();
    assertThat(compiler.getTask(messages, null, null, all, null, texts).call())
        .as(messages.toString())
        .isTrue();
  }
}
