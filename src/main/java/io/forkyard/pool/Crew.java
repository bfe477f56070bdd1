package io.forkyard.pool;

import io.forkyard.pool.WorkerStatus.State;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which workers a pool starts and lets go. Missing ones need a place each; for one that a job waits
 * for, idle ones make room. The pool's thread's alone.
 */
final class Crew {

  /** The kind of worker that most jobs need: with nothing beyond the pool's own settings. */
  static final String PLAIN = "";

  private final String pool;
  private final Roster roster;
  private final StartTroubles troubles;
  private final Places places;
  private final Places.Guest guest;
  private final Consumer<Worker> launch;
  private int hired;

  /** How many places the waiting jobs lack, while workers are hired. */
  private int lacking;

  Crew(
      String pool,
      Roster roster,
      StartTroubles troubles,
      Places places,
      Places.Guest guest,
      Consumer<Worker> launch) {
    this.pool = pool;
    this.roster = roster;
    this.troubles = troubles;
    this.places = places;
    this.guest = guest;
    this.launch = launch;
  }

  /**
   * Starts what is missing.
   *
   * @param waiting the kind of worker for each job that found none
   * @param spares how many plain ones are wanted idle
   * @param lent how many workers have jobs that wait for jobs, and so no part in the size
   */
  void hire(List<String> waiting, PoolSettings settings, int spares, int lent, Instant now) {
    int capacity = settings.size() + lent + settings.spares();
    lacking = 0;
    Set<String> kinds = new TreeSet<>(waiting);
    kinds.add(PLAIN);
    for (String kind : kinds) {
      int jobs = (int) waiting.stream().filter(kind::equals).count();
      int wanted = kind.equals(PLAIN) ? Math.max(jobs, spares) : jobs;
      int starting = roster.count(kind, State.STARTING);
      int there = starting + roster.count(kind, State.IDLE);
      int missing = wanted - there;
      int allowed =
          Math.min(room(kind, missing, capacity), troubles.allowed(kind, missing, starting, now));
      for (int i = 0; i < allowed; i++) {
        hire(kind, settings, i < jobs - there);
      }
    }
    places.want(guest, lacking, roster.size() <= lent);
  }

  /**
   * How many workers may be added: with those that leave there are never more than the capacity.
   * For a kind that is missing, idle ones of another kind make room.
   */
  private int room(String kind, int missing, int capacity) {
    int room = capacity - roster.size();
    for (Worker worker : roster) {
      if (room < missing && worker.in(State.IDLE) && !worker.jvmOptions().equals(kind)) {
        dismiss(worker);
        missing--;
      }
    }
    return room;
  }

  private void hire(String kind, PoolSettings settings, boolean urgent) {
    Places.@Nullable Place place = urgent ? places.take(guest) : places.takeSpare();
    if (place != null) {
      hired++;
      Worker worker = new Worker(pool + "-worker-" + hired, settings, kind, place);
      roster.add(worker);
      launch.accept(worker);
    } else if (urgent) {
      lacking++;
    }
  }

  /**
   * Lets idle workers go whose places others wait for. Of a pool with work only those that have
   * served: two pools with one place would else take it from each other for ever.
   *
   * @param needed whether the pool has work for them
   */
  void makeRoom(boolean needed) {
    for (Worker worker : roster) {
      boolean free = worker.in(State.IDLE) && !(needed && worker.isFresh());
      if (free && worker.place().isWanted(needed)) {
        dismiss(worker);
      }
    }
  }

  /** Lets idle workers go that may not serve under the present settings. */
  void dismissOutdated(PoolSettings settings) {
    for (Worker worker : roster) {
      boolean outdated = worker.usedUp(settings) || !worker.settings().sameChildren(settings);
      if (worker.in(State.IDLE) && outdated) {
        dismiss(worker);
      }
    }
  }

  /** Lets idle workers go, all but some plain ones. */
  void dismissSurplus(int kept) {
    for (Worker worker : roster) {
      if (worker.in(State.IDLE) && !(worker.jvmOptions().equals(PLAIN) && kept-- > 0)) {
        dismiss(worker);
      }
    }
  }

  /** Lets those go that have a process and are not ready yet. */
  void dismissStarting() {
    for (Worker worker : roster) {
      if (worker.in(State.STARTING) && worker.child() != null) {
        dismiss(worker);
      }
    }
  }

  static void dismiss(Worker worker) {
    worker.become(State.STOPPING);
    worker.live().retire();
  }
}
