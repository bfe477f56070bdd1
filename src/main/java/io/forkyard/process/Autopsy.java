package io.forkyard.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out how a process ended, from its exit value and from what the JVM wrote about itself. */
final class Autopsy {

  private static final int SIGNALLED = 128;
  private static final int LAST_SIGNAL = 64;
  private static final int OUT_OF_MEMORY = 3;
  private static final int CRASH_LINES = 12;
  private static final int LOG_HEAD = 1 << 20;
  private static final int MESSAGE_LINES = 20;

  private Autopsy() {}

  /**
   * Tells the end of a process.
   *
   * @param value exit value as the system gives it: 128 + n for signal n, or what the code chose
   * @param own whether the child had announced that its code chose it
   * @param byKernel whether a SIGKILL would be the kernel's, for want of memory
   */
  static Exit of(int value, boolean own, boolean byKernel, ChildFolder folder, long peakMemory) {
    boolean signalled = !own && value > SIGNALLED && value <= SIGNALLED + LAST_SIGNAL;
    int signal = value - SIGNALLED;
    String message = jvmMessage(folder);
    String crash = crash(folder);
    return new Exit(
        signalled ? -signal : value,
        signalled ? signal : null,
        value == OUT_OF_MEMORY && message.contains("OutOfMemoryError"),
        crash.isEmpty() ? null : crash,
        message.isEmpty() ? null : message,
        byKernel && signalled,
        peakMemory);
  }

  /**
   * The JVM's log is a kind of XML; what it says in words stands between the tags of the tty. After
   * an orderly end its compiler adds statistics, which tell nothing of the end.
   */
  static String jvmMessage(ChildFolder folder) {
    try (Stream<String> lines = lines(folder.jvmLog())) {
      return lines
          .dropWhile(line -> !line.startsWith("<tty>"))
          .takeWhile(line -> !line.startsWith("<statistics"))
          .filter(line -> !line.startsWith("<") && !line.isBlank())
          .limit(MESSAGE_LINES)
          .collect(Collectors.joining("\n"));
    }
  }

  /** The first paragraph of the report, up to the frame that crashed. */
  private static String crash(ChildFolder folder) {
    try (Stream<String> lines = lines(folder.crashLog())) {
      return lines
          .takeWhile(line -> line.startsWith("#"))
          .map(line -> line.substring(1).strip())
          .filter(line -> !line.isEmpty())
          .takeWhile(line -> !line.contains("core dump") && !line.startsWith("If you would"))
          .limit(CRASH_LINES)
          .collect(Collectors.joining("\n"));
    }
  }

  /** Of a bounded head: a job can write to these files too. */
  private static Stream<String> lines(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LOG_HEAD), StandardCharsets.ISO_8859_1).lines();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
