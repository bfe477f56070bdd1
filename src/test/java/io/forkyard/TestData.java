package io.forkyard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data folders of services under test. They outlive the test, as their services do. */
public final class TestData {

  private TestData() {}

  /** A new folder below the build's. */
  public static Path folder(String name) {
    try {
      Path all = Files.createDirectories(Path.of("target", "test-data"));
      return Files.createTempDirectory(all, name + "-").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
