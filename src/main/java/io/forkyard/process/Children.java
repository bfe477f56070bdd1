package io.forkyard.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Starts child JVMs and knows those that live. How many there may be is for the caller to say.
 *
 * <p>Any thread may call anything. None of its children outlives it.
 */
public final class Children implements AutoCloseable {

  private static final int TOKEN_BYTES = 16;
  private static final Duration LONGEST_DEATH = Duration.ofSeconds(30);

  private final ProcessProperties properties;
  private final RunFolder folder;
  private final CommandLine commandLine;
  private final Launcher launcher = new Launcher();
  private final Watch watch = new Watch();
  private final Set<Child> live = ConcurrentHashMap.newKeySet();
  private final SecureRandom random = new SecureRandom();

  /** Read on the launcher's thread, so that no launch slips past {@link #close()}. */
  private volatile boolean closed;

  /**
   * Clears what an earlier service left behind.
   *
   * @param dataDir the service's folder; the children's folders are below it
   */
  public Children(Path dataDir, ChildJars jars, ProcessProperties properties) {
    this.properties = properties;
    try {
      this.folder = RunFolder.open(dataDir.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for child JVMs in " + dataDir, e);
    }
    this.commandLine =
        new CommandLine(
            launcher.call(Tools::prefix), jars.classPath(), properties.child().archiveRelocation());
    watch.start();
  }

  /**
   * Starts a child; returns when it has a pid, long before it is ready.
   *
   * @throws StartFailedException if there is not even a process
   */
  public Child start(ChildSpec spec) {
    return launcher.call(() -> launch(spec));
  }

  /** How long a child may take until it is of use. */
  public Duration startTimeout() {
    return properties.child().startTimeout();
  }

  /** Whether a child holds more memory than one that serves several jobs may. */
  public boolean oversized(Child child) {
    long limit = child.spec().jvm().maxHeapBytes() + properties.child().memoryAllowance().toBytes();
    return child.peakMemory() > limit
        && ProcessTable.look(child.pid()).map(now -> now.residentBytes() > limit).orElse(false);
  }

  /** Those that have a pid and are not known to be gone. */
  public List<Child> live() {
    return List.copyOf(live);
  }

  /** Kills every child with all that it started, and returns when none is left. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    launcher.call(() -> closed);
    List<Child> last = live();
    last.forEach(Child::kill);
    CompletableFuture.allOf(last.stream().map(Child::exit).toArray(CompletableFuture[]::new))
        .orTimeout(LONGEST_DEATH.toSeconds(), TimeUnit.SECONDS)
        .join();
    watch.close();
    launcher.close();
    folder.delete();
  }

  private Child launch(ChildSpec spec) {
    if (closed) {
      throw new StartFailedException("the service is stopping", new IllegalStateException());
    }
    try {
      return begin(create(spec));
    } catch (IOException e) {
      throw new StartFailedException("child " + spec.name() + " cannot be started", e);
    }
  }

  /** A machine without room for another thread leaves no child that nobody listens to. */
  private Child begin(Child child) {
    live.add(child);
    try {
      child.begin(properties.child().startTimeout(), () -> live.remove(child));
      return child;
    } catch (OutOfMemoryError e) {
      child.kill();
      live.remove(child);
      throw new StartFailedException("child " + child.name() + " cannot be listened to", e);
    }
  }

  private Child create(ChildSpec spec) throws IOException {
    String token = token();
    ChildFolder home = folder.create(token);
    Process process =
        Launcher.start(commandLine.of(spec, home), home, token, properties.child().environment());
    Output output = new Output(home, properties.output().maxSize().toBytes());
    return new Child(spec, token, process, home, output, watch);
  }

  private String token() {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }
}
