package io.forkyard.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Unfinished files of a service that was killed. */
final class Leftovers {

  private Leftovers() {}

  /** Removes what has a name like this from a folder. */
  static void remove(Path folder, String glob) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      for (Path leftover : found) {
        FileSystemUtils.deleteRecursively(leftover);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The cache " + folder + " cannot be cleared", e);
    }
  }
}
