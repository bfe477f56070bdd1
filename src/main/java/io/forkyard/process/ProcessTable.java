package io.forkyard.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The live state of any process, asked of the operating system at the moment of the call. */
public final class ProcessTable {

  private static final Instant BOOT = boot();

  private ProcessTable() {}

  /** The process with this pid; empty when there is none. */
  public static Optional<OsStatus> look(long pid) {
    return OsProcess.supported()
        ? OsProcess.find(pid).map(ProcessTable::status)
        : ProcessHandle.of(pid).map(ProcessTable::status);
  }

  /** Most memory that a live process has held, in bytes; 0 when it is gone or not told. */
  static long peakMemory(long pid) {
    return memory(pid, "VmHWM:");
  }

  /** The signals that a process handles itself, a bit for each from the lowest; 0 when not told. */
  static long handledSignals(long pid) {
    return field(OsProcess.file(pid, "status"), "SigCgt:")
        .map(mask -> Long.parseUnsignedLong(mask, 16))
        .orElse(0L);
  }

  private static OsStatus status(OsProcess process) {
    return new OsStatus(
        process.pid(),
        process.ppid(),
        OsState.of(process.state()),
        BOOT.plusMillis(process.started() * 1000 / OsProcess.TICKS_PER_SECOND),
        (double) process.cpu() / OsProcess.TICKS_PER_SECOND,
        memory(process.pid(), "VmRSS:"));
  }

  private static OsStatus status(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return new OsStatus(
        process.pid(),
        process.parent().map(ProcessHandle::pid).orElse(0L),
        OsState.UNKNOWN,
        info.startInstant().orElse(Instant.EPOCH),
        info.totalCpuDuration().map(cpu -> cpu.toMillis() / 1000.0).orElse(0.0),
        0);
  }

  private static long memory(long pid, String field) {
    return 1024 * number(OsProcess.file(pid, "status"), field);
  }

  private static Instant boot() {
    return Instant.ofEpochSecond(number(Path.of("/proc/stat"), "btime"));
  }

  private static long number(Path file, String field) {
    return field(file, field).map(Long::parseLong).orElse(0L);
  }

  /** The first word of the line that begins with a field's name. */
  private static Optional<String> field(Path file, String field) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> line.startsWith(field))
          .map(line -> line.substring(field.length()).strip().split(" ", 2)[0])
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
