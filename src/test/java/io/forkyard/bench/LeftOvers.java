package io.forkyard.bench;

import io.forkyard.bench.load.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Removes, at the end, every data folder that was not there before; the unpacked jar too. */
final class LeftOvers implements AutoCloseable {

  private static final Path DATA = Path.of("target", "test-data");

  private final Set<Path> before = folders();

  LeftOvers() throws IOException {}

  private static Set<Path> folders() throws IOException {
    Files.createDirectories(DATA);
    try (Stream<Path> folders = Files.list(DATA)) {
      return folders.collect(Collectors.toSet());
    }
  }

  @Override
  public void close() throws IOException {
    for (Path folder : folders()) {
      if (!before.contains(folder)) {
        Stage.remove(folder);
      }
    }
  }
}
