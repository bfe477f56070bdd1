package io.forkyard.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.wire.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each of these classes on the way to a task would cost every fresh JVM milliseconds. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChildStartTest {

  private static final List<String> COSTLY =
      List.of(
          "java.lang.invoke.StringConcatFactory",
          "java.lang.invoke.LambdaMetafactory",
          "java.lang.invoke.InnerClassLambdaMetafactory",
          "java.lang.runtime.ObjectMethods",
          "java.lang.runtime.SwitchBootstraps",
          "java.util.logging.",
          "java.lang.System$Logger",
          "java.net.Socket ",
          "java.net.ServerSocket ",
          "java.net.http.",
          "java.nio.channels.FileChannel",
          "sun.nio.ch.SocketChannelImpl",
          "sun.nio.ch.ServerSocketChannelImpl",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandleImpl",
          "java.io.ObjectInputStream",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ForkJoinPool",
          "java.util.regex.Pattern",
          "java.util.Formatter",
          "java.util.stream.",
          "com.google.gson.",
          "io.forkyard.child.PulseWatch");

  @TempDir Path folder;

  @Test
  void childWhenItRunsAPlainTaskLoadsNothingCostly() throws Exception {
    Path log = folder.resolve("classes.log");
    try (ChildJvm child = ChildJvm.start(folder, "-Xlog:class+load:file=" + log)) {
      String examples = ChildJvm.jar("forkyard-examples.jar").toString();
      child.send(ChildJvm.task("io.forkyard.examples.Sums::evens", "[0, 10]", examples));
      assertThat(child.answer()).isEqualTo("20");
      child.send(new Message.Bye());
      assertThat(child.exitCode()).isZero();
    }
    List<String> loaded = Files.readAllLines(log);
    assertThat(loaded).anyMatch(line -> line.contains("io.forkyard.examples.Sums"));
    assertThat(loaded).noneMatch(line -> COSTLY.stream().anyMatch(line.concat(" ")::contains));
  }

  @Test
  void taskThatWaitedForTheChildIsRunWithoutAWarmUp() throws Exception {
    Path log = folder.resolve("classes.log");
    List<String> options = List.of("-Xlog:class+load:file=" + log);
    try (ChildJvm child = ChildJvm.startCold(folder, options, List.of())) {
      String examples = ChildJvm.jar("forkyard-examples.jar").toString();
      child.send(ChildJvm.task("io.forkyard.examples.Sums::evens", "[0, 10]", examples));
      assertThat(child.answer()).isEqualTo("20");
    }
    assertThat(Files.readString(log)).doesNotContain("io.forkyard.child.WarmUp");
  }
}
