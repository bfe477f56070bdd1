package io.forkyard.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this run of the service keeps its children's folders. It is named after the service's
 * process, so that a later run can tell the left-overs of a dead service from what is in use.
 */
final class RunFolder {

  private static final long ROOM = 64 * 1024;
  private static final Logger log = LoggerFactory.getLogger(RunFolder.class);

  private final Path root;
  private final AtomicLong count = new AtomicLong();

  private RunFolder(Path root) {
    this.root = root;
  }

  static RunFolder open(Path dataDir) throws IOException {
    Path runs = Files.createDirectories(dataDir.resolve("run"));
    clearLeftOvers(runs);
    return new RunFolder(Files.createDirectories(runs.resolve(name(ProcessHandle.current()))));
  }

  ChildFolder create(String token) throws IOException {
    return ChildFolder.create(root.resolve(Long.toString(count.incrementAndGet())), token);
  }

  /** Whether a child's folder and its first words would not fit any more. */
  boolean isFull() {
    return root.toFile().getUsableSpace() < ROOM;
  }

  void delete() {
    ChildFolder.delete(root);
  }

  private static String name(ProcessHandle service) {
    Instant started = service.info().startInstant().orElse(Instant.EPOCH);
    return service.pid() + "-" + started.toEpochMilli();
  }

  private static void clearLeftOvers(Path runs) throws IOException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(runs, "*-*")) {
      for (Path run : old) {
        if (!inUse(run.getFileName().toString())) {
          clear(run);
        }
      }
    }
  }

  private static boolean inUse(String name) {
    long pid = Long.parseLong(name, 0, name.indexOf('-'), 10);
    return ProcessHandle.of(pid).filter(service -> name(service).equals(name)).isPresent();
  }

  /** Survivors are known by their token alone, since their pids may be others' by now. */
  private static void clear(Path run) throws IOException {
    List<ProcessTree.Root> lost = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(run)) {
      for (Path child : children) {
        lost.add(ProcessTree.Root.lost(token(new ChildFolder(child))));
      }
    }
    log.info("Clearing {} children of a service that is gone, in {}", lost.size(), run);
    ProcessTree.sweep(lost);
    ChildFolder.delete(run);
  }

  private static String token(ChildFolder child) throws IOException {
    return Files.exists(child.token()) ? Files.readString(child.token()) : "";
  }
}
