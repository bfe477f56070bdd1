package io.forkyard.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a service holds of the machine at one moment.
 *
 * @param processes that it started, directly or not
 * @param descriptors open files, pipes and sockets
 * @param threads of the operating system
 * @param files below the folder of its children
 */
record Footprint(long processes, long descriptors, long threads, long files) {

  static Footprint of(long pid, Path childrenFolder) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    return new Footprint(
        ProcessHandle.of(pid).orElseThrow().descendants().filter(ProcessHandle::isAlive).count(),
        entries(proc.resolve("fd")),
        entries(proc.resolve("task")),
        files(childrenFolder));
  }

  /** Whether no more is held than before, but for what a runtime adds and drops by itself. */
  boolean within(Footprint before, long slack) {
    return processes <= before.processes
        && files <= before.files
        && descriptors <= before.descriptors + slack
        && threads <= before.threads + slack;
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  private static long files(Path folder) throws IOException {
    assertThat(folder).isDirectory();
    try (Stream<Path> all = Files.find(folder, Integer.MAX_VALUE, (path, kind) -> true)) {
      return all.filter(Predicate.not(folder::equals)).count();
    }
  }
}
