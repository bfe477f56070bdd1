package io.forkyard.kill;

import io.forkyard.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What children have noted of each item; it outlives them. */
final class Notes {

  private final Path file = TestData.folder("kill").resolve("notes");

  Notes() throws IOException {
    Files.createFile(file);
  }

  String file() {
    return file.toString();
  }

  /** The ids of what was noted so, in order. */
  List<String> ids(String what) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(what + " "))
        .map(line -> line.substring(what.length() + 1))
        .toList();
  }
}
