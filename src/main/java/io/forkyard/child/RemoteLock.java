package io.forkyard.child;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** A lock of the service. Re-entering one is the process's own business. */
final class RemoteLock implements Lock {

  private final String name;
  private final boolean reentrant;
  private final Shared shared;

  RemoteLock(String name, boolean reentrant, Shared shared) {
    this.name = name;
    this.reentrant = reentrant;
    this.shared = shared;
  }

  @Override
  public void lock() {
    if (!reenters()) {
      keep(acquire().ask());
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    check();
    if (!reenters()) {
      keep(acquire().askInterruptibly());
    }
  }

  @Override
  public boolean tryLock() {
    return reenters() || keep(acquire().now().ask());
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    check();
    return reenters() || keep(acquire().within(time, unit).askInterruptibly());
  }

  @Override
  public void unlock() {
    String token = shared.leave(name, reentrant);
    if (token != null
        && !Boolean.TRUE.equals(shared.request("lock.release", name).with("token", token).ask())) {
      throw new IllegalMonitorStateException("the lock " + name + " was taken away");
    }
  }

  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException("a shared lock has no conditions");
  }

  @Override
  public String toString() {
    return "lock " + name;
  }

  private static void check() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private boolean reenters() {
    return reentrant && shared.reenter(name);
  }

  private Request acquire() {
    return shared.request("lock.acquire", name);
  }

  private boolean keep(@Nullable Object token) {
    if (token == null) {
      return false;
    }
    shared.locked(name, (String) token);
    return true;
  }
}
