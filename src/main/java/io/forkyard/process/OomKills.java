package io.forkyard.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Knows whether the kernel has just killed something for want of memory. It says so in a counter
 * only, so the counter is looked at a few times a second: a child that dies of a SIGKILL which
 * nobody here sent, just when the counter rises, was the one.
 *
 * <p>The service's own cgroup counts its own processes; without one the whole machine's count must
 * do (proc(5), and memory.events in the kernel's cgroup-v2 page).
 */
final class OomKills {

  private static final String FIELD = "oom_kill ";
  private static final long RECENT = Duration.ofSeconds(2).toNanos();
  private static final Path MACHINE = Path.of("/proc/vmstat");

  private final Path counter;

  /** Guarded by this, as is what follows. */
  private long seen;

  private boolean rose;
  private long roseAt;

  OomKills(Path counter) {
    this.counter = counter;
    this.seen = count();
  }

  /** Of this machine. */
  static OomKills here() {
    return new OomKills(ownCgroup().filter(Files::isReadable).orElse(MACHINE));
  }

  /** Notes a rise since the last look. */
  synchronized void look() {
    long now = count();
    if (now > seen) {
      rose = true;
      roseAt = System.nanoTime();
    }
    seen = now;
  }

  /** Looks again after a time in which nobody looked: what happened then has no date. */
  synchronized void skip() {
    seen = count();
  }

  /** Whether something was killed a moment ago. */
  synchronized boolean justNow() {
    look();
    return rose && System.nanoTime() - roseAt < RECENT;
  }

  private long count() {
    try (var lines = Files.lines(counter, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(FIELD))
          .mapToLong(line -> Long.parseLong(line.substring(FIELD.length()).strip()))
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  private static Optional<Path> ownCgroup() {
    try {
      return Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
          .filter(line -> line.startsWith("0::/"))
          .map(line -> Path.of("/sys/fs/cgroup", line.substring("0::".length()), "memory.events"))
          .findFirst();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
