package io.forkyard.pool;

import io.forkyard.code.ClassPaths;
import io.forkyard.code.Sources;
import io.forkyard.process.Child;
import io.forkyard.process.ChildSpec;
import io.forkyard.process.JvmSettings;
import io.forkyard.process.StartFailedException;
import io.forkyard.storage.RepeatKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/** The living processes outside every pool, from their start to their stored end. */
final class OwnProcesses implements SmartLifecycle {

  private static final String MAIN_CLASS = "@main";

  private final ProcessStore store;
  private final ClassPaths classPaths;
  private final Places places;
  private final Staff staff;
  private final Map<UUID, ProcessRun> runs = new ConcurrentHashMap<>();
  private volatile boolean running;

  OwnProcesses(ProcessStore store, ClassPaths classPaths, Places places, Staff staff) {
    this.store = store;
    this.classPaths = classPaths;
    this.places = places;
    this.staff = staff;
  }

  /** Those whose end is not stored yet. */
  List<ProcessRun> all() {
    return List.copyOf(runs.values());
  }

  Optional<ProcessRun> find(UUID id) {
    return Optional.ofNullable(runs.get(id));
  }

  /**
   * Starts a process; returns when it has a pid and is stored.
   *
   * @param key of the request, if its caller marked it
   */
  Launched start(NewProcess wanted, @Nullable RepeatKey key) {
    return switch (classPaths.resolve(wanted.classpath())) {
      case ClassPaths.Resolved.Missing missing -> new Launched.NoArtifact(missing.id());
      case ClassPaths.Resolved.Found code -> start(wanted, code, key);
    };
  }

  private Launched start(
      NewProcess wanted, ClassPaths.Resolved.Found code, @Nullable RepeatKey key) {
    boolean ofJar = wanted.target().equals(MAIN_CLASS);
    String target = ofJar ? code.mainClass() : wanted.target();
    if (target == null) {
      return new Launched.NoMainClass();
    }
    Places.Place place = places.tryTake().orElse(null);
    if (place == null) {
      return new Launched.TooMany(staff.properties().maxProcesses());
    }
    try {
      long count = store.nextNumber();
      Child child = staff.children().start(spec(wanted, count, code.jvmOptions()));
      child.exit().thenRun(place::giveBack);
      return begin(child, count, target, wanted, key);
    } catch (StartFailedException e) {
      place.giveBack();
      return new Launched.Refused(String.valueOf(e.getMessage()));
    } catch (DataAccessException e) {
      place.giveBack();
      throw e;
    }
  }

  private Launched begin(
      Child child, long count, String target, NewProcess wanted, @Nullable RepeatKey key) {
    String source = wanted.source() == null ? null : Sources.hash(wanted.source());
    boolean stored = false;
    try {
      stored = store.add(child, count, target, wanted, source, key);
    } finally {
      if (!stored) {
        child.kill();
        child.discard();
      }
    }
    return stored
        ? new Launched.Started(run(new ProcessRun(child, wanted, target, source, staff, store)))
        : new Launched.Repeated();
  }

  private ProcessStatus run(ProcessRun run) {
    runs.put(run.id(), run);
    run.start(() -> ended(run));
    if (staff.signal().closed()) {
      run.stop(Cause.SHUTDOWN, staff.properties().grace());
    }
    return run.status();
  }

  /** CPython: N counts every Process, also one that is given a name. */
  private static ChildSpec spec(NewProcess wanted, long count, String jvmOptions) {
    String name = wanted.name() == null ? "Process-" + count : wanted.name();
    List<String> extra = new ArrayList<>(jvmOptions.lines().toList());
    extra.add(Staff.NATIVE_ACCESSORS);
    JvmSettings jvm = new JvmSettings(wanted.maxHeap(), wanted.options(), wanted.javaHome());
    return new ChildSpec(name, null, jvm, extra);
  }

  /** The row is written, so whoever looks finds one of the two. */
  private void ended(ProcessRun run) {
    runs.remove(run.id());
    staff.signal().changed(Processes.topic(run.id()));
  }

  /** Settles those of nodes that are gone, and tells who waits for them. */
  void lose() {
    store.lose().forEach(id -> staff.signal().changed(Processes.topic(id)));
  }

  @Override
  public void start() {
    running = true;
    lose();
  }

  /** Ends them and returns when their ends are stored. */
  @Override
  public void stop() {
    running = false;
    List<ProcessRun> left = List.copyOf(runs.values());
    left.forEach(run -> run.stop(Cause.SHUTDOWN, staff.properties().grace()));
    left.forEach(run -> run.settled().join());
  }

  /** A stop is for good. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /**
   * After the pools and before the web server starts; stopped before the pools end all children.
   */
  @Override
  public int getPhase() {
    return 1;
  }
}
