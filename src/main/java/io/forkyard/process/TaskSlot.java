package io.forkyard.process;

import io.forkyard.wire.Message;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one task that a child may have. Whoever takes it out of the slot settles it, so the first of
 * answer, complaint and death wins; words about another attempt find nothing.
 */
final class TaskSlot {

  private final Child child;
  private final Watch watch;
  private final AtomicReference<@Nullable Work> work = new AtomicReference<>();

  /** Written once, before the task is settled that the death finds. */
  private volatile @Nullable Exit death;

  TaskSlot(Child child, Watch watch) {
    this.child = child;
    this.watch = watch;
  }

  Work take(String attempt, ItemListener items, @Nullable CallHandler handler) {
    Work taken = new Work(attempt, items, handler);
    if (!work.compareAndSet(null, taken)) {
      throw new IllegalStateException("child " + child.name() + " has a task");
    }
    watch.busy(child);
    return taken;
  }

  /** Whether there is a task now. */
  boolean busy() {
    return work.get() != null;
  }

  /** The child never heard of it. */
  boolean release(Work taken) {
    boolean released = work.compareAndSet(taken, null);
    if (released) {
      watch.idle(child);
    }
    return released;
  }

  /** Settles a task that was given to a child which had died before it could be found here. */
  void settleIfDead(Work taken) {
    Exit exit = death;
    if (exit != null) {
      watch.idle(child);
      settle(taken, taken.gone(exit));
    }
  }

  /** The process has died; the reader may still have words of it. */
  void died() {
    Work left = work.get();
    if (left != null) {
      left.died();
    }
  }

  /** Nothing more will be heard. */
  void dead(Exit exit) {
    death = exit;
    Work left = work.get();
    if (left != null) {
      settle(left, left.gone(exit));
    }
  }

  void program(Message.Program program) {
    Work current = current(program.attempt());
    if (current != null) {
      current.becomeProgram();
    }
  }

  /** An item of a chunk; the task goes on. */
  void item(Message.Item item) {
    Work current = current(item.attempt());
    if (current != null) {
      current.item(item);
    }
  }

  /** Of a program only its exit is an answer. */
  void answer(Message.Answer answer) {
    Work current = current(answer.attempt());
    if (current != null && !current.program()) {
      settle(current, new Ending.Returned(answer.json(), answer.peakMemory()));
    }
  }

  /** What a program's main threw does not end it: other threads may run on. */
  void complaint(Message.Complaint complaint) {
    Work current = current(complaint.attempt());
    if (current != null && current.program()) {
      current.threw(Work.failed(complaint));
    } else if (current != null) {
      settle(current, Work.failed(complaint));
    }
  }

  /** Who answers the calls of an attempt; null when it is not the current one. */
  @Nullable CallHandler handler(String attempt) {
    Work current = current(attempt);
    return current == null ? null : current.handler();
  }

  private @Nullable Work current(String attempt) {
    Work current = work.get();
    return current != null && current.is(attempt) ? current : null;
  }

  private void settle(Work done, Ending ending) {
    if (release(done)) {
      done.ending().complete(ending);
    }
  }
}
