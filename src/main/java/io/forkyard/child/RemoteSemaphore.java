package io.forkyard.child;

import io.forkyard.api.SharedSemaphore;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A semaphore of the service. */
final class RemoteSemaphore implements SharedSemaphore {

  private final String name;
  private final Shared shared;

  RemoteSemaphore(String name, Shared shared) {
    this.name = name;
    this.shared = shared;
  }

  @Override
  public void acquire() throws InterruptedException {
    keep(request("acquire").askInterruptibly());
  }

  @Override
  public boolean tryAcquire() {
    return keep(request("acquire").now().ask());
  }

  @Override
  public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
    return keep(request("acquire").within(timeout, unit).askInterruptibly());
  }

  @Override
  public void release() {
    request("release").ask();
    shared.released(name);
  }

  @Override
  public int availablePermits() {
    return ((Number) Objects.requireNonNull(request("value").ask())).intValue();
  }

  @Override
  public String toString() {
    return "semaphore " + name;
  }

  private Request request(String what) {
    return shared.request("semaphore." + what, name);
  }

  private boolean keep(@Nullable Object taken) {
    boolean has = Boolean.TRUE.equals(taken);
    if (has) {
      shared.acquired(name);
    }
    return has;
  }
}
