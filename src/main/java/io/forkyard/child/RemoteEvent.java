package io.forkyard.child;

import io.forkyard.api.SharedEvent;
import java.util.concurrent.TimeUnit;

/** An event of the service. */
final class RemoteEvent implements SharedEvent {

  private final String name;
  private final Shared shared;

  RemoteEvent(String name, Shared shared) {
    this.name = name;
    this.shared = shared;
  }

  @Override
  public void set() {
    request("set").ask();
  }

  @Override
  public void clear() {
    request("clear").ask();
  }

  @Override
  public boolean isSet() {
    return Boolean.TRUE.equals(request("isSet").ask());
  }

  @Override
  public void await() throws InterruptedException {
    request("wait").askInterruptibly();
  }

  @Override
  public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    return Boolean.TRUE.equals(request("wait").within(timeout, unit).askInterruptibly());
  }

  @Override
  public String toString() {
    return "event " + name;
  }

  private Request request(String what) {
    return shared.request("event." + what, name);
  }
}
