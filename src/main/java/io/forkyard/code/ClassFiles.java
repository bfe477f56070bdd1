package io.forkyard.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What lies in a folder of compiled classes, so that it is known when something of it is gone or
 * was never written. The list is itself a file: a line for each, and a last line that shows that
 * none is missing.
 */
record ClassFiles(List<Entry> entries) {

  private static final String END = "end";

  /**
   * A file of the folder.
   *
   * @param hash of its content
   * @param size in bytes
   * @param path below the folder
   */
  record Entry(String hash, long size, String path) {

    static Entry of(Path folder, Path file) throws IOException {
      byte[] content = Files.readAllBytes(file);
      return new Entry(Hashes.of(content), content.length, folder.relativize(file).toString());
    }

    static Entry of(String line) {
      String[] parts = line.split(" ", 3);
      return new Entry(parts[0], Long.parseLong(parts[1]), parts[2]);
    }

    String line() {
      return hash + " " + size + " " + path;
    }
  }

  /** Everything in a folder. */
  static ClassFiles in(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    List<Entry> entries = new ArrayList<>();
    for (Path file : files) {
      entries.add(Entry.of(folder, file));
    }
    return new ClassFiles(entries);
  }

  /** What was written; nothing if it is no such list, or not the whole of it. */
  static Optional<ClassFiles> read(Path list) {
    try {
      List<String> lines = Files.readAllLines(list, UTF_8);
      boolean whole = !lines.isEmpty() && lines.removeLast().equals(END);
      return whole
          ? Optional.of(new ClassFiles(lines.stream().map(Entry::of).toList()))
          : Optional.empty();
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  void write(Path list) throws IOException {
    List<String> lines = new ArrayList<>(entries.stream().map(Entry::line).toList());
    lines.add(END);
    Files.write(list, lines, UTF_8);
  }

  /** Whether all are there with their lengths: quick, and right for what was whole before. */
  boolean areIn(Path folder) {
    return entries.stream()
        .allMatch(entry -> folder.resolve(entry.path()).toFile().length() == entry.size());
  }
}
