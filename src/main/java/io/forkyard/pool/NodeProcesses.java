package io.forkyard.pool;

import io.forkyard.process.Child;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Every child JVM of this node, and the ends of all processes outside pools.
 *
 * <p>A process of its own is a row from its start on, so it is remembered; the workers of pools and
 * the compilers are only known while they live and for an hour after.
 */
final class NodeProcesses {

  private static final int DUMP = 4 << 20;

  /** How long a child may take to tell. */
  static final Duration DUMP_TIME = Duration.ofSeconds(3);

  private final OwnProcesses own;
  private final ProcessStore store;
  private final Staff staff;

  NodeProcesses(OwnProcesses own, ProcessStore store, Staff staff) {
    this.own = own;
    this.store = store;
    this.staff = staff;
  }

  /** The process with this id, of whatever kind. */
  Optional<ProcessStatus> find(UUID id) {
    return own.find(id)
        .map(ProcessRun::status)
        .or(() -> store.find(id))
        .or(() -> staff.children().find(id).map(this::status))
        .or(() ->
            staff.children().departed().stream()
                .filter(child -> child.id().equals(id))
                .findFirst()
                .map(child -> ProcessStatus.of(child, staff.node().pid())));
  }

  private ProcessStatus status(Child child) {
    return ProcessStatus.of(child, child.pool() == null ? null : child.job(), staff.node().pid());
  }

  /** Every child that lives, newest first. */
  List<ProcessStatus> live() {
    return staff.children().live().stream()
        .map(this::status)
        .sorted(Comparator.comparing(ProcessStatus::id).reversed())
        .toList();
  }

  /**
   * Those that live or have ended in the last hour, but for the ends that are stored, newest first.
   * Looked for in the order in which a process goes, so that none slips through between two looks.
   */
  List<ProcessStatus> list(ProcessFilter filter, int limit) {
    Map<UUID, ProcessStatus> all = new TreeMap<>(Comparator.reverseOrder());
    live().forEach(process -> all.put(process.id(), process));
    staff
        .children()
        .departed()
        .forEach(child -> all.put(child.id(), ProcessStatus.of(child, staff.node().pid())));
    own.all().forEach(run -> all.put(run.id(), run.status()));
    return all.values().stream().filter(filter::accepts).limit(limit).toList();
  }

  /** Asks a process to end; kills it when there is no grace. */
  Signalled signal(UUID id, Duration grace) {
    ProcessStatus seen = find(id).orElse(null);
    if (seen == null) {
      return new Signalled.NotFound();
    }
    if (!seen.state().alive()) {
      return new Signalled.Ended(seen);
    }
    own.find(id)
        .ifPresentOrElse(
            run -> run.stop(Cause.USER, grace),
            () -> staff.children().find(id).ifPresent(child -> child.end(grace)));
    return new Signalled.Sent(find(id).orElse(seen));
  }

  /** What the threads of a process do at this moment. */
  ThreadDump threads(UUID id) {
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

  /** The living child of a process, for its output. */
  Optional<Child> child(UUID id) {
    return own.find(id).map(ProcessRun::child).or(() -> staff.children().find(id));
  }
}
