package io.forkyard.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one child: what it works in, and beside that what tells about it. */
record ChildFolder(Path root) {

  private static final Logger log = LoggerFactory.getLogger(ChildFolder.class);

  /** The token is kept, so that after a crash of the service the next one finds what it left. */
  static ChildFolder create(Path root, String token) throws IOException {
    Files.createDirectory(
        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    ChildFolder folder = new ChildFolder(root);
    Files.createDirectory(folder.work());
    Files.createDirectory(folder.temp());
    Files.createFile(folder.stdout());
    Files.createFile(folder.stderr());
    Files.writeString(folder.token(), token);
    return folder;
  }

  Path work() {
    return root.resolve("work");
  }

  Path temp() {
    return work().resolve("tmp");
  }

  Path stdout() {
    return root.resolve("stdout");
  }

  Path stderr() {
    return root.resolve("stderr");
  }

  Path jvmLog() {
    return root.resolve("jvm.log");
  }

  Path crashLog() {
    return root.resolve("hs_err.log");
  }

  Path token() {
    return root.resolve("token");
  }

  /** A process as it was when it was started: its pid, and ticks from boot to its start. */
  record Noted(long pid, long started) {}

  /** For the next start of the service; a disk without room for it does not stop a child. */
  void note(long pid) {
    try {
      long started = OsProcess.find(pid).map(OsProcess::started).orElse(0L);
      Files.writeString(root.resolve("pid"), pid + " " + started);
    } catch (IOException e) {
      log.warn("The process {} cannot be noted in {}: {}", pid, root, e.toString());
    }
  }

  /** The process that was noted, if it was. */
  Optional<Noted> process() {
    String[] words = words(root.resolve("pid")).split(" ", -1);
    return words.length == 2
        ? Optional.of(new Noted(Long.parseLong(words[0]), Long.parseLong(words[1])))
        : Optional.empty();
  }

  /** What a small file says; nothing when it is not there. */
  static String words(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  /** Removes everything; what cannot be removed is left to the next start of the service. */
  void delete() {
    delete(root);
  }

  /** Somebody else may be removing a part of it at the same time: then once more. */
  static void delete(Path root) {
    try {
      remove(root);
    } catch (IOException | UncheckedIOException first) {
      try {
        remove(root);
      } catch (IOException | UncheckedIOException e) {
        log.warn("The folder {} cannot be removed: {}", root, e.toString());
      }
    }
  }

  private static void remove(Path root) throws IOException {
    if (Files.exists(root)) {
      for (Path path : deepestFirst(root)) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static List<Path> deepestFirst(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
