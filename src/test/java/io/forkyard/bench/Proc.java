package io.forkyard.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What the kernel tells of a process. */
final class Proc {

  private Proc() {}

  /** Its own memory, and its share of what it has in common with others. */
  static double proportionalMebibytes(long pid) {
    return mebibytes(pid, "smaps_rollup", "Pss:");
  }

  static double residentMebibytes(long pid) {
    return mebibytes(pid, "status", "VmRSS:");
  }

  private static double mebibytes(long pid, String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), file))) {
      String line = lines.filter(one -> one.startsWith(name)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processor time so far, its descendants' too. */
  static Duration time(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(process), process.descendants())
        .flatMap(one -> one.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
