package io.forkyard.pool;

import io.forkyard.job.Offer;
import io.forkyard.pool.WorkerStatus.State;
import io.forkyard.process.Child;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** The workers of a pool. Changed by the pool's thread alone; any thread may look. */
final class Roster implements Iterable<Worker> {

  private final List<Worker> workers = new CopyOnWriteArrayList<>();

  void add(Worker worker) {
    workers.add(worker);
  }

  /** Whether it was there. */
  boolean remove(Worker worker) {
    return workers.remove(worker);
  }

  int size() {
    return workers.size();
  }

  boolean isEmpty() {
    return workers.isEmpty();
  }

  /** A snapshot: what changes meanwhile is not seen. */
  @Override
  public Iterator<Worker> iterator() {
    return workers.iterator();
  }

  Worker named(String name) {
    return workers.stream()
        .filter(worker -> worker.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no worker " + name));
  }

  int count(State state) {
    return (int) workers.stream().filter(worker -> worker.in(state)).count();
  }

  int count(String jvmOptions, State state) {
    return (int)
        workers.stream()
            .filter(worker -> worker.in(state) && worker.jvmOptions().equals(jvmOptions))
            .count();
  }

  /** One for each idle worker whose process is not being ended. */
  List<Offer> offers() {
    List<Offer> offers = new ArrayList<>();
    for (Worker worker : workers) {
      Child child = worker.child();
      if (worker.in(State.IDLE) && child != null && !child.isStopping()) {
        offers.add(worker.offer(child));
      }
    }
    return offers;
  }

  /** What the busy ones run. */
  List<Run> running() {
    return workers.stream()
        .filter(worker -> worker.in(State.BUSY))
        .map(Worker::run)
        .filter(Objects::nonNull)
        .toList();
  }

  List<WorkerStatus> statuses() {
    return workers.stream().map(Worker::status).filter(Objects::nonNull).toList();
  }

  /** Completes when each that is here now has a process id, or never will have one. */
  CompletableFuture<?> launched() {
    return CompletableFuture.allOf(
        workers.stream().map(Worker::launched).toArray(CompletableFuture[]::new));
  }
}
