package io.forkyard.child;

import io.forkyard.api.Session;
import io.forkyard.api.SharedEvent;
import io.forkyard.api.SharedQueue;
import io.forkyard.api.SharedSemaphore;
import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** The task that runs, as its own code may see it. Only the worker changes it. */
final class CurrentJob implements Session {

  private final FrameWriter out;
  private volatile Message.@Nullable Task task;

  /** Guarded by this. */
  private @Nullable Calls calls;

  /** Guarded by this. */
  private @Nullable Shared shared;

  /** Guarded by this: the service is not heard any more. */
  private boolean deaf;

  CurrentJob(FrameWriter out) {
    this.out = out;
  }

  void become(Message.@Nullable Task next) {
    task = next;
  }

  /** Whether the process holds something that others may wait for. */
  synchronized boolean holds() {
    return shared != null && shared.holds();
  }

  /** Called by the listener alone, as the next. */
  void hear(Message.Reply reply) {
    calls().hear(reply);
  }

  /** No reply comes any more. */
  synchronized void deafen() {
    deaf = true;
    if (calls != null) {
      calls.end();
    }
  }

  @Override
  public long pid() {
    return task().pid();
  }

  @Override
  public long ppid() {
    return task().ppid();
  }

  @Override
  public String jobId() {
    return task().job();
  }

  @Override
  public int attempt() {
    return task().number();
  }

  @Override
  public void progress(double share) {
    Message.Task current = task();
    if (!current.progress()) {
      throw new IllegalStateException(
          "only a job has a progress: not an item of a map, a single process or an initializer");
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("progress is from 0 to 1, not " + share);
    }
    try {
      out.write(new Message.Progress(current.attempt(), share));
    } catch (IOException e) {
      throw new IllegalStateException("the service is gone", e);
    }
  }

  @Override
  public <T> Future<T> submit(Map<String, @Nullable Object> job, Class<T> type) {
    return SubmitCall.submit(job, type, task().attempt(), calls());
  }

  @Override
  public <E> SharedQueue<E> queue(String name, Class<E> type, @Nullable Integer maxsize) {
    return shared().queue(name, type, maxsize);
  }

  @Override
  public Lock lock(String name, @Nullable Boolean reentrant) {
    return shared().lock(name, reentrant);
  }

  @Override
  public SharedSemaphore semaphore(String name, @Nullable Integer value, boolean bounded) {
    return shared().semaphore(name, value, bounded);
  }

  @Override
  public SharedEvent event(String name) {
    return shared().event(name);
  }

  /** The token of the attempt that runs. */
  String token() {
    return task().attempt();
  }

  private synchronized Shared shared() {
    if (shared == null) {
      shared = new Shared(this, calls());
    }
    return shared;
  }

  private synchronized Calls calls() {
    if (calls == null) {
      calls = new Calls(out);
      if (deaf) {
        calls.end();
      }
    }
    return calls;
  }

  private Message.Task task() {
    Message.Task current = task;
    if (current == null) {
      throw new IllegalStateException("no Forkyard job runs");
    }
    return current;
  }
}
