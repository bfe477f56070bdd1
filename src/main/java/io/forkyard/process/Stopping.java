package io.forkyard.process;

import io.forkyard.wire.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The ways to end one child, and what is remembered of them. Any thread may call. */
final class Stopping {

  /** How long a child may take to leave when nothing keeps it. */
  private static final Duration LEAVE = Duration.ofSeconds(5);

  private final Child child;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private volatile boolean asked;
  private volatile boolean killed;
  private volatile boolean abandoned;

  Stopping(Child child) {
    this.child = child;
  }

  /** Completes when it is told to end, in whichever way. */
  CompletableFuture<Void> begun() {
    return begun;
  }

  /** Whether somebody outside its work wanted its end. */
  boolean asked() {
    return asked;
  }

  /** Whether the service itself has sent it SIGKILL. */
  boolean killed() {
    return killed;
  }

  /** Whether it lived when all children were given up, or has given itself up. */
  boolean abandoned() {
    return abandoned;
  }

  void retire() {
    begun.complete(null);
    child.tell(new Message.Bye());
    leaveSoon();
  }

  /** Kills it when it is not gone in a moment. */
  void leaveSoon() {
    Patience.within(LEAVE, child.exit(), this::kill);
  }

  void terminate(Duration grace) {
    begun.complete(null);
    later(() -> {
      if (child.isAlive()) {
        child.tell(new Message.Cancel());
        signal(grace);
      }
    });
  }

  void end(Duration grace) {
    asked = true;
    begun.complete(null);
    if (grace.isZero()) {
      kill();
    } else {
      later(() -> signal(grace));
    }
  }

  void kill() {
    begun.complete(null);
    if (child.isAlive()) {
      child.sampleMemory();
      killed = true;
      ProcessTree.signal(child.root(), Signals.KILL);
    }
  }

  /** Says what the next signal is for; whoever calls kills it with the others. */
  void abandon() {
    begun.complete(null);
    child.sampleMemory();
    abandoned = child.isAlive();
    killed = true;
  }

  /** It ends itself, since it has heard nothing for too long. */
  void alone() {
    begun.complete(null);
    abandoned = true;
  }

  private void signal(Duration grace) {
    if (child.isAlive()) {
      Patience.within(grace, child.exit(), this::kill);
      ProcessTree.signal(child.root(), Signals.TERM);
    }
  }

  private void later(Runnable step) {
    Thread.ofVirtual().name("child-" + child.name() + "-stop").start(step);
  }
}
