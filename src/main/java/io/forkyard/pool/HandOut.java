package io.forkyard.pool;

import io.forkyard.job.Code;
import io.forkyard.job.Lent;
import io.forkyard.job.Offer;
import io.forkyard.job.Ready;
import io.forkyard.job.Slots;
import io.forkyard.job.Turn;
import io.forkyard.pool.WorkerStatus.State;
import java.util.List;
import java.util.UUID;

/**
 * Which jobs the idle workers of a pool get, and what other nodes hear of it. The pool's thread's
 * alone.
 */
final class HandOut {

  private final String name;
  private final Pool pool;
  private final Roster roster;
  private final Agenda agenda;
  private final Workers workers;
  private final Staff staff;
  private final Preparation preparation;

  /** Whether other nodes are to hear of what this one cannot run. */
  private boolean telling;

  /** The lent places that other nodes know of, where they share the size. */
  private List<Lent> noted = List.of();

  /** What the last look has found for so many slots. */
  private List<String> waiting = List.of();

  private int asked;

  HandOut(String name, Pool pool, Roster roster, Agenda agenda, Workers workers, Staff staff) {
    this.name = name;
    this.pool = pool;
    this.roster = roster;
    this.agenda = agenda;
    this.workers = workers;
    this.staff = staff;
    this.preparation = new Preparation(staff.workshop(), pool::post);
  }

  /** What this node cannot run, another may. */
  void tellOthersToo() {
    telling = true;
  }

  /** A worker is free. What of it this node does not need may be another's. */
  void freed() {
    telling |= together() || pool.state().closed();
  }

  void tellOthers() {
    if (telling && (agenda.jobsMayWait() || together() || pool.state().closed())) {
      staff.signal().changed(PoolFollower.work(name));
    }
    telling = false;
  }

  /** Most workers that may be busy at once: a job that waits for its own jobs lends its place. */
  int busiest() {
    return pool.settings().size() + staff.lending().lent(name);
  }

  /** Claims for the idle workers; gives the kind of worker for each job that found none. */
  List<String> next() {
    boolean together = together();
    int free = busiest() - roster.count(State.BUSY);
    int slots = together ? free : staff.lending().giveBack(name, free);
    if (pool.leaving() || !agenda.jobsMayWait()) {
      return List.of();
    }
    int wanted = pool.state().handsOut() && !staff.stopping() ? Math.max(0, slots) : 0;
    List<Lent> loans = together ? staff.lending().loans(name) : List.of();
    boolean restless = !loans.equals(noted) || loans.stream().anyMatch(Lent::returning);
    if (wanted == 0 && !restless) {
      return List.of();
    }
    List<Offer> offers = roster.offers();
    if (together || !offers.isEmpty() || agenda.hasNews() || wanted != asked) {
      waiting = claim(wanted, loans, offers);
      asked = wanted;
    }
    return waiting;
  }

  /** Also of none, where other nodes are to hear which places are lent. */
  private List<String> claim(int slots, List<Lent> loans, List<Offer> offers) {
    int open = staff.places().crowded() ? Math.min(slots, unlent()) : slots;
    List<UUID> awaited = staff.lending().awaited(name);
    Slots.Cluster cluster = together() ? new Slots.Cluster(pool.settings().size(), loans) : null;
    Ready ready = preparation.ready(pool.settings());
    Turn turn =
        staff.attempts().claim(name, new Slots(slots, open, awaited, cluster, ready), offers);
    noted = loans;
    staff.lending().giveBack(turn.returned());
    boolean more = turn.handedOut() >= open || !turn.waiting().isEmpty();
    agenda.looked(more, turn.next());
    workers.begin(turn);
    prepare(turn.wanting());
    return turn.waiting();
  }

  /** Others may have the places of those that wait for a compiler. */
  private void prepare(List<Code> wanting) {
    if (!wanting.isEmpty()) {
      preparation.begin(wanting, pool.settings(), agenda::look);
      pool.look();
    }
  }

  /** Free places that no job has lent. */
  private int unlent() {
    return Math.max(0, pool.settings().size() - roster.count(State.BUSY));
  }

  /** Whether all nodes share the size. */
  private boolean together() {
    return pool.settings().scope() == PoolScope.CLUSTER;
  }
}
