package io.forkyard.bench.load;

import io.forkyard.TestData;
import io.forkyard.it.RunningJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** What is started for a row of the table; it ends with the row, however that ends. */
public final class Stage implements AutoCloseable {

  private static final long ARCHIVE_NANOS = 60_000_000_000L;

  private final Deque<AutoCloseable> kept = new ArrayDeque<>();
  private final Thread hook = new Thread(this::end);
  private boolean closed;

  public Stage() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The service with a data folder of its own, ready and with its class archive. */
  public RunningJar service(String... settings) throws Exception {
    RunningJar service = keep(RunningJar.start(folder("service"), settings));
    long end = System.nanoTime() + ARCHIVE_NANOS;
    while (!archived(service)) {
      if (System.nanoTime() > end) {
        throw new IOException("The service has no class archive");
      }
      Thread.sleep(50);
    }
    return service;
  }

  private static boolean archived(RunningJar service) throws Exception {
    return service.get("/actuator/pools").at("/pools/0/archive").asBoolean();
  }

  /** A folder that is removed at the end. */
  public Path folder(String name) {
    Path folder = TestData.folder(name);
    keep(() -> remove(folder));
    return folder;
  }

  /** Closes this at the end, and at once when that is over. */
  public synchronized <T extends AutoCloseable> T keep(T thing) {
    if (closed) {
      closeAll(List.of(thing));
      throw new IllegalStateException("The row is over");
    }
    kept.push(thing);
    return thing;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    end();
  }

  private synchronized void end() {
    closed = true;
    closeAll(kept);
    kept.clear();
  }

  private static void closeAll(Iterable<AutoCloseable> things) {
    for (AutoCloseable thing : things) {
      try {
        thing.close();
      } catch (Exception e) {
        System.err.println("Left over: " + e);
      }
    }
  }

  /** Removes a folder with all that is in it. */
  public static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
