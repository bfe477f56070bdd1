package io.forkyard.pool;

import io.forkyard.node.Errand;
import io.forkyard.node.Errands;
import io.forkyard.node.UnansweredException;
import io.forkyard.storage.RepeatKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every child JVM of every node, and the way to processes outside every pool. Any thread may call.
 * What this node does not have it asks of the others: of one, where the store knows which has it.
 */
public final class Processes {

  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** For the node that has the process. */
  record Wish(UUID id, Duration grace) {}

  /** How it stood when it was told, and whether it was. */
  record Told(boolean sent, ProcessStatus process) {}

  /** What its threads do; null when it does not answer. */
  record Threads(boolean ended, @Nullable String text) {}

  /** For each node. */
  record Page(ProcessFilter filter, int limit) {}

  /** The children of one node. */
  record Listed(List<ProcessStatus> processes) {}

  private final OwnProcesses own;
  private final NodeProcesses here;
  private final ProcessStore store;
  private final Staff staff;
  private final Errand<UUID, ProcessStatus> find;
  private final Errand<Wish, Told> signal;
  private final Errand<UUID, Threads> threads;
  private final Errand<Page, Listed> list;

  Processes(OwnProcesses own, NodeProcesses here, ProcessStore store, Staff staff) {
    this.own = own;
    this.here = here;
    this.store = store;
    this.staff = staff;
    Errands errands = staff.errands();
    this.find = errands.kind("find-process", UUID.class, ProcessStatus.class, here::find);
    this.signal = errands.kind("signal-process", Wish.class, Told.class, this::signalHere);
    this.threads = errands.kind("process-threads", UUID.class, Threads.class, this::threadsHere);
    this.list =
        errands.kind(
            "list-processes",
            Page.class,
            Listed.class,
            page -> Optional.of(new Listed(here.list(page.filter(), page.limit()))));
  }

  /**
   * Starts a process of its own; returns when it has a pid and is stored.
   *
   * @param key of the request, if its caller marked it
   */
  public Launched start(NewProcess wanted, @Nullable RepeatKey key) {
    return own.start(wanted, key);
  }

  /**
   * The process with this id, of whatever kind.
   *
   * @throws UnansweredException if another node may have it, which is silent; as for all that
   *     follow
   */
  public Optional<ProcessStatus> find(UUID id) {
    return here.find(id).or(() -> find.ask(nodes(id), id, ANSWER).any()).or(() -> store.find(id));
  }

  /** The nodes that may have a process which this one has not. */
  List<String> nodes(UUID id) {
    return store
        .owner(id)
        .map(owner -> Optional.of(owner).filter(staff::elsewhere).stream().toList())
        .orElseGet(staff.errands()::others);
  }

  /**
   * The process as soon as it has ended, or as it stands after the given time. A node that is
   * silent may come back until then, or be given up for lost with its processes.
   */
  public Optional<ProcessStatus> await(UUID id, Duration limit) {
    Look seen = staff.signal().await(topic(id), limit, () -> look(id), Look::over);
    return seen.silent() ? find(id) : seen.process();
  }

  private Look look(UUID id) {
    try {
      return new Look(false, find(id));
    } catch (UnansweredException e) {
      return new Look(true, Optional.empty());
    }
  }

  /** What is known of a process while its node may be silent. */
  private record Look(boolean silent, Optional<ProcessStatus> process) {

    boolean over() {
      return !silent && (process.isEmpty() || !process.get().state().alive());
    }
  }

  /** Every child of this node that lives, newest first. */
  public List<ProcessStatus> live() {
    return here.live();
  }

  /**
   * Those that live or have ended in the last hour, newest first. Nodes that do not answer within
   * two seconds are left out. What ended meanwhile is seen last, so that none slips through.
   */
  public List<ProcessStatus> list(ProcessFilter filter, int limit) {
    Map<UUID, ProcessStatus> all = new TreeMap<>(Comparator.reverseOrder());
    list.askOthers(new Page(filter, limit), ANSWER).given().stream()
        .flatMap(node -> node.processes().stream())
        .forEach(process -> all.put(process.id(), process));
    here.list(filter, limit).forEach(process -> all.put(process.id(), process));
    store.recent(filter, limit).forEach(process -> all.put(process.id(), process));
    return all.values().stream().limit(limit).toList();
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
    Wish wish = new Wish(id, grace);
    return signalHere(wish)
        .or(() -> signal.ask(nodes(id), wish, ANSWER).any())
        .or(() -> signalHere(wish))
        .<Signalled>map(told ->
            told.sent() ? new Signalled.Sent(told.process()) : new Signalled.Ended(told.process()))
        .orElseGet(Signalled.NotFound::new);
  }

  private Optional<Told> signalHere(Wish wish) {
    return switch (here.signal(wish.id(), wish.grace())) {
      case Signalled.Sent(ProcessStatus process) -> Optional.of(new Told(true, process));
      case Signalled.Ended(ProcessStatus process) -> Optional.of(new Told(false, process));
      case Signalled.NotFound() -> Optional.empty();
    };
  }

  /** What the threads of a process do at this moment. */
  public ThreadDump threads(UUID id) {
    return threadsHere(id)
        .or(() -> threads.ask(nodes(id), id, ANSWER.plus(NodeProcesses.DUMP_TIME)).any())
        .or(() -> threadsHere(id))
        .map(Processes::dump)
        .orElseGet(ThreadDump.NotFound::new);
  }

  private static ThreadDump dump(Threads seen) {
    if (seen.text() != null) {
      return new ThreadDump.Taken(seen.text());
    }
    return seen.ended() ? new ThreadDump.Ended() : new ThreadDump.Silent();
  }

  private Optional<Threads> threadsHere(UUID id) {
    return switch (here.threads(id)) {
      case ThreadDump.Taken(String text) -> Optional.of(new Threads(false, text));
      case ThreadDump.Silent() -> Optional.of(new Threads(false, null));
      case ThreadDump.Ended() -> Optional.of(new Threads(true, null));
      case ThreadDump.NotFound() -> Optional.empty();
    };
  }

  static String topic(UUID id) {
    return "process/" + id;
  }
}
