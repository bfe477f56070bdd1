package io.forkyard.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forkyard.TestData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The packaged jar as the image has it: unpacked, with a cache that halves its start. Made once.
 */
final class Installation {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final List<String> OPTIONS =
      Stream.of(System.getProperty("forkyard.jvm", "").split("\\s+"))
          .filter(option -> !option.isEmpty())
          .toList();
  private static final List<String> START = make(TestData.folder("installed"));

  private Installation() {}

  /** The command that starts the service; settings go behind it. */
  static List<String> start() {
    return START;
  }

  private static List<String> make(Path folder) {
    String jar = folder.resolve("forkyard.jar").toString();
    String cache = folder.resolve("forkyard.aot").toString();
    String packaged = System.getProperty("forkyard.jar");
    run(
        command(
            List.of("-Djarmode=tools", "-jar", packaged),
            List.of("extract", "--force", "--destination", folder.toString())));
    String training = System.getProperty("forkyard.training");
    run(
        training == null
            ? command(
                OPTIONS,
                List.of("-XX:AOTCacheOutput=" + cache, "-Dspring.context.exit=onRefresh"),
                List.of("-jar", jar, "--server.port=0", "--forkyard.data-dir=" + folder + "/data"))
            : training(training, cache, command(OPTIONS, List.of("-jar", jar))));
    return command(OPTIONS, List.of("-XX:AOTCache=" + cache, "-jar", jar));
  }

  /** Takes a minute, after which a service is fast at once. */
  private static List<String> training(String script, String cache, List<String> service) {
    return Stream.concat(
            Stream.of("sh", script, Integer.toString(Ports.free()), cache), service.stream())
        .toList();
  }

  @SafeVarargs
  private static List<String> command(List<String>... parts) {
    return Stream.concat(Stream.of(JAVA), Stream.of(parts).flatMap(List::stream)).toList();
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed:\n" + said);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
