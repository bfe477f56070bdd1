package io.forkyard.pool;

import io.forkyard.code.ClassPaths;
import io.forkyard.code.Sources;
import io.forkyard.process.Child;
import io.forkyard.process.ChildSpec;
import io.forkyard.process.JvmSettings;
import io.forkyard.process.StartFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Every child JVM of this service, and the way to processes outside every pool. Any thread may
 * call.
 *
 * <p>A process of its own is a row from its start on, so it is remembered; the workers of pools and
 * the compilers are only known while they live and for an hour after.
 */
public final class Processes implements SmartLifecycle {

  private static final String MAIN_CLASS = "@main";
  private static final int DUMP = 4 << 20;
  private static final Duration DUMP_TIME = Duration.ofSeconds(3);

  private final ProcessStore store;
  private final ClassPaths classPaths;
  private final Places places;
  private final Staff staff;
  private final Map<UUID, ProcessRun> runs = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();
  private volatile boolean running;

  Processes(ProcessStore store, ClassPaths classPaths, Places places, Staff staff) {
    this.store = store;
    this.classPaths = classPaths;
    this.places = places;
    this.staff = staff;
  }

  /** Starts a process; returns when it has a pid and is stored. */
  public Launched start(NewProcess wanted) {
    return switch (classPaths.resolve(wanted.classpath())) {
      case ClassPaths.Resolved.Missing missing -> new Launched.NoArtifact(missing.id());
      case ClassPaths.Resolved.Found code -> start(wanted, code);
    };
  }

  private Launched start(NewProcess wanted, ClassPaths.Resolved.Found code) {
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
      return new Launched.Started(launch(wanted, target, code.jvmOptions(), place).status());
    } catch (StartFailedException e) {
      place.giveBack();
      return new Launched.Refused(String.valueOf(e.getMessage()));
    }
  }

  private ProcessRun launch(
      NewProcess wanted, String target, String jvmOptions, Places.Place place) {
    long count = number.incrementAndGet();
    Child child = staff.children().start(spec(wanted, count, jvmOptions));
    child.exit().thenRun(place::giveBack);
    String source = wanted.source() == null ? null : Sources.hash(wanted.source());
    store(child, count, target, wanted, source);
    ProcessRun run = new ProcessRun(child, wanted, target, source, staff, store);
    runs.put(run.id(), run);
    run.start(() -> ended(run));
    if (staff.stopping()) {
      run.stop(Cause.SHUTDOWN, staff.properties().grace());
    }
    return run;
  }

  /** CPython: N counts every Process, also one that is given a name. */
  private static ChildSpec spec(NewProcess wanted, long count, String jvmOptions) {
    String name = wanted.name() == null ? "Process-" + count : wanted.name();
    List<String> extra = new ArrayList<>(jvmOptions.lines().toList());
    extra.add(Staff.NATIVE_ACCESSORS);
    JvmSettings jvm = new JvmSettings(wanted.maxHeap(), wanted.options(), wanted.javaHome());
    return new ChildSpec(name, null, jvm, extra);
  }

  private void store(
      Child child, long count, String target, NewProcess wanted, @Nullable String source) {
    try {
      store.add(child, count, target, wanted, source);
    } catch (DataAccessException e) {
      child.kill();
      child.discard();
      throw e;
    }
  }

  /** The row is written, so whoever looks finds one of the two. */
  private void ended(ProcessRun run) {
    runs.remove(run.id());
    staff.signal().changed(topic(run.id()));
  }

  /** The process with this id, of whatever kind. */
  public Optional<ProcessStatus> find(UUID id) {
    return own(id)
        .or(() -> staff.children().find(id).map(this::status))
        .or(() ->
            staff.children().departed().stream()
                .filter(child -> child.id().equals(id))
                .findFirst()
                .map(child -> ProcessStatus.of(child, staff.node().pid())));
  }

  private Optional<ProcessStatus> own(UUID id) {
    return Optional.ofNullable(runs.get(id)).map(ProcessRun::status).or(() -> store.find(id));
  }

  private ProcessStatus status(Child child) {
    return ProcessStatus.of(child, child.pool() == null ? null : child.job(), staff.node().pid());
  }

  /** The process as soon as it has ended, or as it stands after the given time. */
  public Optional<ProcessStatus> await(UUID id, Duration limit) {
    if (!runs.containsKey(id)) {
      staff
          .children()
          .find(id)
          .ifPresent(child -> child.exit().thenRun(() -> staff.signal().changed(topic(id))));
    }
    return staff
        .signal()
        .await(
            topic(id),
            limit,
            () -> find(id),
            process -> process.isEmpty() || !process.get().state().alive());
  }

  /** Every child that lives, newest first. */
  public List<ProcessStatus> live() {
    return staff.children().live().stream()
        .map(this::status)
        .sorted(Comparator.comparing(ProcessStatus::id).reversed())
        .toList();
  }

  /** Those that live or have ended in the last hour, newest first. */
  public List<ProcessStatus> list(ProcessFilter filter, int limit) {
    Map<UUID, ProcessStatus> all = new TreeMap<>(Comparator.reverseOrder());
    staff
        .children()
        .departed()
        .forEach(child -> all.put(child.id(), ProcessStatus.of(child, staff.node().pid())));
    live().forEach(process -> all.put(process.id(), process));
    runs.values().forEach(run -> all.put(run.id(), run.status()));
    store.recent(filter, limit).forEach(process -> all.put(process.id(), process));
    return all.values().stream().filter(filter::accepts).limit(limit).toList();
  }

  /** Asks a process and what it started to end, and kills what is left after the grace. */
  public Signalled terminate(UUID id, Duration grace) {
    return signal(id, grace);
  }

  /** Kills a process with all that it started. */
  public Signalled kill(UUID id) {
    return signal(id, Duration.ZERO);
  }

  private Signalled signal(UUID id, Duration grace) {
    ProcessStatus seen = find(id).orElse(null);
    if (seen == null) {
      return new Signalled.NotFound();
    }
    if (!seen.state().alive()) {
      return new Signalled.Ended(seen);
    }
    ProcessRun run = runs.get(id);
    if (run != null) {
      run.stop(Cause.USER, grace);
    } else {
      staff.children().find(id).ifPresent(child -> child.end(grace));
    }
    return new Signalled.Sent(find(id).orElse(seen));
  }

  /** What the threads of a process do at this moment. */
  public ThreadDump threads(UUID id) {
    ProcessStatus seen = find(id).orElse(null);
    if (seen == null) {
      return new ThreadDump.NotFound();
    }
    Child child = staff.children().find(id).orElse(null);
    if (child == null) {
      return new ThreadDump.Ended();
    }
    return child
        .threadDump(DUMP, DUMP_TIME)
        .<ThreadDump>map(ThreadDump.Taken::new)
        .orElseGet(ThreadDump.Silent::new);
  }

  @Override
  public void start() {
    running = true;
    store.lose();
    number.set(store.lastNumber());
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

  static String topic(UUID id) {
    return "process/" + id;
  }

  /** The living child of a process, for its output. */
  Optional<Child> child(UUID id) {
    return Optional.ofNullable(runs.get(id))
        .map(ProcessRun::child)
        .or(() -> staff.children().find(id));
  }
}
