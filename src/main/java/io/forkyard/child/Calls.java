package io.forkyard.child;

import io.forkyard.wire.FrameException;
import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import io.forkyard.wire.Outcome;
import io.forkyard.wire.Wire;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the job's threads ask the service for, each waiting for its own reply. Made when the first
 * one asks, so that a job that asks nothing does not pay for it.
 */
final class Calls {

  private final FrameWriter out;

  /** Guarded by this. */
  private final Map<Long, PendingCall> pending = new HashMap<>();

  /** Guarded by this. */
  private long lastId;

  /** Guarded by this: the service takes no more than this at once. */
  private long room = Wire.MAX_CALLS;

  /** Guarded by this: no reply comes any more. */
  private boolean ended;

  Calls(FrameWriter out) {
    this.out = out;
  }

  /**
   * Asks and waits, however long it takes. An interrupt does not end this; the flag stays set.
   *
   * @return JSON
   * @throws IllegalArgumentException if what is asked for makes no sense, or is too large
   * @throws RejectedExecutionException if it is not possible now
   * @throws IllegalStateException if the service could not do it, or the job ends
   */
  String ask(String attempt, String op, String json) {
    try {
      return ask(attempt, op, json, false);
    } catch (InterruptedException e) {
      throw new IllegalStateException("the job ends", e);
    }
  }

  /**
   * The same, ended by an interrupt.
   *
   * @throws InterruptedException if the service has done nothing because of it
   */
  String askInterruptibly(String attempt, String op, String json) throws InterruptedException {
    return ask(attempt, op, json, true);
  }

  /** What to make of a value. */
  interface Reader<T> {
    T read(String json);
  }

  /**
   * Asks for what would be lost if it did not arrive: the service has it until it was read. One
   * that cannot be read stays with the service.
   *
   * @throws InterruptedException if the service has done nothing because of it
   */
  <T> T receive(String attempt, String op, String json, boolean interruptibly, Reader<T> reader)
      throws InterruptedException {
    PendingCall call = begin(attempt, op, json, interruptibly, true);
    boolean kept = false;
    try {
      T value = reader.read(value(call, interruptibly));
      kept = true;
      return value;
    } finally {
      confirm(call, kept);
    }
  }

  /** Takes what the service says; only the listener calls this. */
  void hear(Message.Reply reply) {
    PendingCall call = remove(reply.id());
    if (call != null) {
      call.settle(reply);
    }
  }

  /** No reply comes any more, since the process ends. */
  synchronized void end() {
    ended = true;
    for (PendingCall call : pending.values()) {
      call.settle(new Message.Reply(0, Outcome.FAILED, "the process ends"));
    }
    pending.clear();
    notifyAll();
  }

  private String ask(String attempt, String op, String json, boolean interruptibly)
      throws InterruptedException {
    return value(begin(attempt, op, json, interruptibly, false), interruptibly);
  }

  private String value(PendingCall call, boolean interruptibly) throws InterruptedException {
    send(call);
    Message.Reply reply = call.await(interruptibly);
    switch (reply.outcome()) {
      case VALUE:
        return reply.text();
      case INVALID:
        throw new IllegalArgumentException(reply.text());
      case REFUSED:
        throw new RejectedExecutionException(reply.text());
      case GIVEN_UP:
        throw new InterruptedException(reply.text());
      default:
        throw new IllegalStateException(reply.text());
    }
  }

  private synchronized PendingCall begin(
      String attempt, String op, String json, boolean interruptibly, boolean confirmed)
      throws InterruptedException {
    Message.Call call = new Message.Call(attempt, ++lastId, op, json);
    if (call.weight() > Wire.MAX_CALLS) {
      throw new IllegalArgumentException("larger than a message to the service may be");
    }
    awaitRoom(call.weight(), interruptibly);
    if (ended) {
      throw new IllegalStateException("the process ends");
    }
    room -= call.weight();
    PendingCall begun = new PendingCall(call, confirmed, out);
    pending.put(call.id(), begun);
    return begun;
  }

  private synchronized void awaitRoom(int weight, boolean interruptibly)
      throws InterruptedException {
    boolean interrupted = false;
    while (room < weight && !ended) {
      try {
        wait();
      } catch (InterruptedException e) {
        if (interruptibly) {
          throw e;
        }
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(PendingCall call) {
    try {
      out.write(call.message());
    } catch (FrameException e) {
      remove(call.message().id());
      throw new IllegalArgumentException("larger than a message to the service may be", e);
    } catch (IOException e) {
      remove(call.message().id());
      throw new IllegalStateException("the service is gone", e);
    }
  }

  private void confirm(PendingCall call, boolean kept) {
    try {
      out.write(new Message.Received(call.message().id(), kept));
    } catch (IOException e) {
      throw new IllegalStateException("the service is gone", e);
    } finally {
      free(call);
    }
  }

  private synchronized @Nullable PendingCall remove(long id) {
    PendingCall call = pending.remove(id);
    if (call != null && !call.confirmed()) {
      free(call);
    }
    return call;
  }

  private synchronized void free(PendingCall call) {
    room += call.message().weight();
    notifyAll();
  }
}
