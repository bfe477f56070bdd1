package io.forkyard.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The system's programs that a child is started through, as far as this machine has them. */
final class Tools {

  private static final Logger log = LoggerFactory.getLogger(Tools.class);

  private Tools() {}

  /**
   * What stands before {@code java} on the command line: a session of its own, and death with the
   * service. Runs a program to find out, so ask once.
   */
  static List<String> prefix() {
    List<String> prefix = new ArrayList<>();
    find("setsid")
        .ifPresentOrElse(
            prefix::add,
            () -> log.warn("No setsid here: children have no process group of their own"));
    find("setpriv")
        .filter(Tools::knowsDeathSignal)
        .ifPresentOrElse(
            setpriv -> prefix.addAll(List.of(setpriv, "--pdeathsig", "KILL")),
            () -> log.warn("No setpriv with --pdeathsig here: children watch the service alone"));
    return List.copyOf(prefix);
  }

  private static Optional<String> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return Stream.of(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static boolean knowsDeathSignal(String setpriv) {
    try {
      Process probe =
          new ProcessBuilder(setpriv, "--pdeathsig", "KILL", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
