package io.forkyard.process;

import io.forkyard.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One process of the machine: a pid and its start time, which together name it for ever.
 *
 * @param group the process group, 0 when unknown
 * @param started moment of its start, in ticks since boot; good for comparing only
 * @param cpu ticks of processor time
 */
record OsProcess(
    long pid, long ppid, long group, long session, char state, long started, long cpu) {

  /** Length of a tick as Linux shows it to programs, on every machine. */
  static final int TICKS_PER_SECOND = 100;

  private static final Path PROC = Path.of("/proc");
  private static final String TOKEN = Wire.TOKEN_VARIABLE + "=";

  static boolean supported() {
    return Files.exists(PROC.resolve("self/stat"));
  }

  static Path file(long pid, String name) {
    return PROC.resolve(Long.toString(pid)).resolve(name);
  }

  static Optional<OsProcess> find(long pid) {
    try {
      return Optional.of(parse(Files.readString(file(pid, "stat"), StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static List<OsProcess> all() {
    List<OsProcess> all = new ArrayList<>();
    try (DirectoryStream<Path> pids = Files.newDirectoryStream(PROC, "[1-9]*")) {
      pids.forEach(pid -> find(Long.parseLong(pid.getFileName().toString())).ifPresent(all::add));
    } catch (IOException e) {
      throw new IllegalStateException("/proc cannot be listed", e);
    }
    return all;
  }

  /** Whether the pid still means this very process, and it has not ended. */
  boolean alive() {
    return find(pid).filter(now -> now.started == started && !now.ended()).isPresent();
  }

  boolean ended() {
    return OsState.of(state) == OsState.ZOMBIE;
  }

  /** The child's token that it was started with or has inherited, or empty. */
  String token() {
    try {
      byte[] bytes = Files.readAllBytes(file(pid, "environ"));
      return token(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return "";
    }
  }

  private static String token(String environment) {
    int at = ("\0" + environment).indexOf("\0" + TOKEN);
    if (at < 0) {
      return "";
    }
    int end = environment.indexOf('\0', at);
    return environment.substring(at + TOKEN.length(), end < 0 ? environment.length() : end);
  }

  /** The name in parentheses may hold anything, so the fields are counted from its end. */
  private static OsProcess parse(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new OsProcess(
        Long.parseLong(stat, 0, stat.indexOf(' '), 10),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        fields[0].charAt(0),
        Long.parseLong(fields[19]),
        Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
  }
}
