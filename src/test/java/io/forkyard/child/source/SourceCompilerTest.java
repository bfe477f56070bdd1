package io.forkyard.child.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.child.TaskException;
import io.forkyard.wire.Fault;
import io.forkyard.wire.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCompilerTest {

  @TempDir Path folder;

  @Test
  void sourceWhenGoodGivesItsTypesInAnyPackageAndUnderAnyName() throws Exception {
    assertThat(compile("package a; public record R(int x) { enum E { A } } class Second {}"))
        .contains("a.R", "a.R$E", "a.Second");
    assertThat(folder.resolve("a/R.class")).exists();
  }

  @Test
  void sourceWhenItImportsTheApiCompiles() throws Exception {
    assertThat(compile("import io.forkyard.api.Forkyard; class A { long p = Forkyard.pid(); }"))
        .containsExactly("A");
  }

  @Test
  void sourceWhenBadGivesTheCompilersMessagesWithTheirLines() {
    assertThatThrownBy(() -> compile("class A {\n  int x = \"text\";\n  Missing y;\n}"))
        .isInstanceOfSatisfying(
            TaskException.class, e -> assertThat(e.fault()).isEqualTo(Fault.COMPILE_ERROR))
        .hasMessageContaining("Source.java:2: error: incompatible types")
        .hasMessageContaining("Source.java:3: error: cannot find symbol")
        .hasMessageContaining("2 errors");
  }

  /** A processor would run code of the caller in the compiler. */
  @Test
  void processorsOnTheClassPathDoNotRun() throws Exception {
    Path services = Files.createDirectories(folder.resolve("jar/META-INF/services"));
    Files.writeString(
        services.resolve("javax.annotation.processing.Processor"), "a.ProcessorThatIsNotThere");

    assertThat(compile("class A {}", folder.resolve("jar").toString())).containsExactly("A");
  }

  private List<String> compile(String source, String... classpath) throws Exception {
    Message.Compile message =
        new Message.Compile("c", source, List.of(classpath), folder.toString());
    return new SourceCompiler().compile(message);
  }
}
