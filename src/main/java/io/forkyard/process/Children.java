package io.forkyard.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Starts child JVMs and knows those that live. How many there may be is for the caller to say.
 *
 * <p>Any thread may call anything. None of its children outlives it.
 */
public final class Children implements AutoCloseable {

  private static final int TOKEN_BYTES = 16;
  private static final Duration LONGEST_DEATH = Duration.ofSeconds(30);

  private final ProcessProperties properties;
  private final Consumer<Child> started;
  private final RunFolder folder;
  private final CommandLine commandLine;
  private final ClassArchive archive;
  private final Launcher launcher = new Launcher();
  private final Watch watch;
  private final Pulse pulse;
  private final Memories memories;
  private final Supplier<UUID> ids;
  private final Set<Child> live = ConcurrentHashMap.newKeySet();
  private final SecureRandom random = new SecureRandom();

  /** Read on the launcher's thread, so that no launch slips past {@link #close()}. */
  private volatile boolean closed;

  /**
   * Ends what an earlier service left behind; {@link #remains} is there until {@link #bury}.
   *
   * @param dataDir the service's folder; the children's folders are below it
   * @param owner the id of this start of the service
   * @param silence how long a child may hear nothing of this service before it ends itself, because
   *     others may run its work again by then; zero for no limit, when nobody else would
   * @param ids gives each child its own, growing
   * @param started hears of each child that has a pid; what it does must be short
   */
  public Children(
      Path dataDir,
      String owner,
      ChildJars jars,
      ProcessProperties properties,
      Duration silence,
      Supplier<UUID> ids,
      Consumer<Child> started) {
    this(dataDir, owner, jars, properties, silence, ids, started, OomKills.here());
  }

  Children(
      Path dataDir,
      String owner,
      ChildJars jars,
      ProcessProperties properties,
      Duration silence,
      Supplier<UUID> ids,
      Consumer<Child> started,
      OomKills oomKills) {
    this.started = started;
    this.properties = properties;
    this.ids = ids;
    this.watch = new Watch(oomKills);
    this.memories = new Memories(properties.processesKept());
    try {
      this.folder = RunFolder.open(dataDir.toAbsolutePath().normalize(), owner);
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for child JVMs in " + dataDir, e);
    }
    this.commandLine =
        new CommandLine(
            launcher.call(Tools::prefix),
            jars.options(),
            properties.child().archiveRelocation(),
            silence);
    this.archive =
        new ClassArchive(
            dataDir.toAbsolutePath().resolve("cache").resolve("archive"),
            jars,
            new Rehearsal(commandLine, folder, jars));
    this.pulse = new Pulse(silence, live);
    watch.start();
    pulse.start();
  }

  /**
   * Starts a child; returns when it has a pid, long before it is ready.
   *
   * @throws StartFailedException if there is not even a process
   */
  public Child start(ChildSpec spec) {
    return launcher.call(() -> launch(spec));
  }

  /**
   * Begins to make the class archive, or to try the one that is there, where none was turned off.
   * Children that are started before that is done start without it. To be called once.
   *
   * @return completes when it is done or given up
   */
  public CompletableFuture<?> prepareArchive() {
    return properties.child().archive() ? archive.begin() : CompletableFuture.completedFuture(null);
  }

  /** Whether a child that is started now starts with the class archive. */
  public boolean startsWithArchive(ChildSpec spec) {
    return archive.file() != null && CommandLine.acceptsArchive(spec);
  }

  /** Children hear of this service only while it may have any; else they end themselves. */
  public void pulseOnlyWhile(BooleanSupplier alive) {
    pulse.onlyWhile(alive);
  }

  /** What children of services that are gone have left. */
  public List<Remains> remains() {
    return folder.remains(properties.output().maxSize().toBytes());
  }

  /** Removes what they have left. */
  public void bury() {
    folder.bury();
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

  /** The one with this id, while it lives. */
  public Optional<Child> find(UUID id) {
    return live.stream().filter(child -> child.id().equals(id)).findFirst();
  }

  /** Those that have gone in the last hour, the last ones first, and no more than are kept. */
  public List<Departed> departed() {
    return memories.recent();
  }

  /**
   * Kills every child that has been started so far, with all that it started, because others may
   * run its work again: {@link Child#isAbandoned} tells it from every other end. New ones may be
   * started at once. Does not wait for anything but a launch that is under way.
   *
   * @return completes when all of them are gone
   */
  public CompletableFuture<Void> abandon() {
    List<Child> all = closed ? List.of() : launcher.call(this::live);
    all.forEach(Child::abandon);
    if (!all.isEmpty()) {
      ProcessTree.signal(all.stream().map(Child::root).toList(), Signals.KILL);
    }
    return CompletableFuture.allOf(
        all.stream().map(Child::treeGone).toArray(CompletableFuture[]::new));
  }

  /** Kills every child with all that it started, and returns when none is left. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    archive.close();
    launcher.call(() -> closed);
    List<Child> last = live();
    last.forEach(Child::kill);
    CompletableFuture.allOf(last.stream().map(Child::exit).toArray(CompletableFuture[]::new))
        .orTimeout(LONGEST_DEATH.toSeconds(), TimeUnit.SECONDS)
        .join();
    pulse.close();
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
      String what = "child " + spec.name() + " cannot be started";
      throw folder.isFull()
          ? StartFailedException.noRoom(what, e)
          : new StartFailedException(what, e);
    }
  }

  /** A machine without room for another thread leaves no child that nobody listens to. */
  private Child begin(Child child) {
    live.add(child);
    try {
      child.begin(properties.child().startTimeout(), exit -> gone(child, exit));
      started.accept(child);
      return child;
    } catch (OutOfMemoryError e) {
      child.kill();
      live.remove(child);
      throw new StartFailedException("child " + child.name() + " cannot be listened to", e);
    }
  }

  /** In this order: at any moment a child is found in one of the two places. */
  private void gone(Child child, Exit exit) {
    memories.add(
        new Departed(
            child.id(),
            child.name(),
            child.pool(),
            child.lastJob(),
            child.pid(),
            exit,
            child.startedAt(),
            Instant.now()));
    live.remove(child);
  }

  private Child create(ChildSpec spec) throws IOException {
    String token = token();
    ChildFolder home = folder.create(token);
    Process process = start(spec, home, token);
    home.note(process.pid());
    Output output = new Output(home, properties.output().maxSize().toBytes());
    return new Child(ids.get(), spec, token, process, home, output, watch);
  }

  /** Without a process nobody would remove its folder. */
  private Process start(ChildSpec spec, ChildFolder home, String token) throws IOException {
    try {
      return Launcher.start(
          commandLine.of(spec, home, archive.file()),
          home,
          token,
          properties.child().environment());
    } catch (IOException | RuntimeException e) {
      home.delete();
      throw e;
    }
  }

  private String token() {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }
}
