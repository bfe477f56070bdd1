package io.forkyard.child;

import io.forkyard.wire.Message;
import java.util.ArrayDeque;
import java.util.Queue;

/** Hands what the listener reads to the thread that runs tasks, and interrupts it on a cancel. */
final class Inbox {

  private final Thread worker;

  /** Guarded by this. */
  private final Queue<Message> waiting = new ArrayDeque<>();

  /** Guarded by this: a cancel that comes too late must not hit the next task. */
  private boolean busy;

  /** Guarded by this: a cancel may come before the worker has taken the task. */
  private boolean cancelled;

  Inbox(Thread worker) {
    this.worker = worker;
  }

  synchronized void put(Message message) {
    waiting.add(message);
    notifyAll();
  }

  synchronized void cancel() {
    cancelled = busy || !waiting.isEmpty();
    if (busy) {
      worker.interrupt();
    }
  }

  /** Whether no message waits. */
  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Waits until a message is there, or for so long; outside of tasks nothing interrupts. */
  synchronized void await(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (waiting.isEmpty() && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  /** Waits for the next message; if it is a task, a cancel interrupts from now on. */
  synchronized Message take() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    Message next = waiting.remove();
    busy = next.type() != Message.WARM_UP;
    if (busy && cancelled) {
      worker.interrupt();
    }
    return next;
  }

  /** Whether the task is to stop. */
  synchronized boolean cancelled() {
    return cancelled;
  }

  /** The task has ended; the worker's interrupt flag was the task's. */
  synchronized void done() {
    busy = false;
    cancelled = false;
    Thread.interrupted();
  }
}
