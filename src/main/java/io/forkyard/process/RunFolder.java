package io.forkyard.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where this run of the service keeps its children's folders. It is named after the service's
 * process, so that a later run can tell the left-overs of a dead service from what is in use.
 */
final class RunFolder {

  private static final long ROOM = 64 * 1024;

  private final Path root;
  private final List<LeftOvers> leftOvers;
  private final AtomicLong count = new AtomicLong();

  private RunFolder(Path root, List<LeftOvers> leftOvers) {
    this.root = root;
    this.leftOvers = leftOvers;
  }

  /**
   * Ends the children of services that are gone.
   *
   * @param owner the id of this start of the service
   */
  static RunFolder open(Path dataDir, String owner) throws IOException {
    Path runs = Files.createDirectories(dataDir.resolve("run"));
    List<LeftOvers> leftOvers = leftOvers(runs);
    leftOvers.forEach(LeftOvers::sweep);
    Path root = Files.createDirectories(runs.resolve(name(ProcessHandle.current())));
    Files.writeString(owner(root), owner);
    return new RunFolder(root, leftOvers);
  }

  /** The file that tells whose children a run's are. */
  static Path owner(Path run) {
    return run.resolve("owner");
  }

  /** The children that services have left which are gone. */
  List<Remains> remains(long cap) {
    return leftOvers.stream().flatMap(run -> run.remains(cap).stream()).toList();
  }

  /** Removes all that is left of them. */
  void bury() {
    leftOvers.forEach(LeftOvers::delete);
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

  private static List<LeftOvers> leftOvers(Path runs) throws IOException {
    List<LeftOvers> all = new ArrayList<>();
    try (DirectoryStream<Path> old = Files.newDirectoryStream(runs, "*-*")) {
      for (Path run : old) {
        if (!inUse(run.getFileName().toString())) {
          all.add(LeftOvers.of(run));
        }
      }
    }
    return all;
  }

  private static boolean inUse(String name) {
    long pid = Long.parseLong(name, 0, name.indexOf('-'), 10);
    return ProcessHandle.of(pid).filter(service -> name(service).equals(name)).isPresent();
  }
}
