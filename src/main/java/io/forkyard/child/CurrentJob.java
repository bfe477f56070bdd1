package io.forkyard.child;

import io.forkyard.api.Session;
import io.forkyard.wire.Message;
import org.jspecify.annotations.Nullable;

/** The task that runs, as its own code may see it. Only the worker changes it. */
final class CurrentJob implements Session {

  private volatile Message.@Nullable Task task;

  void become(Message.@Nullable Task next) {
    task = next;
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

  private Message.Task task() {
    Message.Task current = task;
    if (current == null) {
      throw new IllegalStateException("no Forkyard job runs");
    }
    return current;
  }
}
