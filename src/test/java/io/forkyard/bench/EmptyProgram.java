package io.forkyard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.bench.load.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** What a fresh JVM takes for nothing: a program that reads its input to the end. */
final class EmptyProgram {

  private static final String SOURCE =
      """
      public class Empty {
        public static void main(String[] arguments) throws java.io.IOException {
          if (arguments.length > 0) {
            System.in.read();
          }
        }
      }
      """;
  private static final List<String> CHILDS_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0");

  private final Path folder;

  EmptyProgram(Path folder) throws Exception {
    this.folder = folder;
    Path source = Files.writeString(folder.resolve("Empty.java"), SOURCE, UTF_8);
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    assertThat(javac.run(System.out, System.err, "-d", folder.toString(), source.toString()))
        .isZero();
  }

  /** So many runs with the flags of a child, so many in flight. */
  Sample runs(int count, int inFlight) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command(CHILDS_FLAGS));
    try (ExecutorService threads = Executors.newFixedThreadPool(inFlight)) {
      long start = System.nanoTime();
      List<Future<Integer>> all = new ArrayList<>();
      for (int n = 0; n < count; n++) {
        all.add(threads.submit(() -> builder.start().waitFor()));
      }
      for (Future<Integer> one : all) {
        assertThat(one.get()).isZero();
      }
      return Sample.of(count, (System.nanoTime() - start) / 1e9);
    }
  }

  /** One with the JVM's default flags, which idles until its input ends. */
  Process idle() throws Exception {
    return new ProcessBuilder(
            Stream.concat(command(List.of()).stream(), Stream.of("idle")).toList())
        .start();
  }

  private List<String> command(List<String> flags) {
    return Stream.of(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m"),
            flags,
            List.of("-cp", folder.toString(), "Empty"))
        .flatMap(List::stream)
        .toList();
  }
}
