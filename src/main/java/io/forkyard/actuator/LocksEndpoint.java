package io.forkyard.actuator;

import io.forkyard.lock.EventStatus;
import io.forkyard.lock.Events;
import io.forkyard.lock.LockStatus;
import io.forkyard.lock.Locks;
import io.forkyard.lock.SemaphoreStatus;
import io.forkyard.lock.Semaphores;
import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/locks}: holders and waiters of every lock, semaphore and event. */
@Component
@Endpoint(id = "locks")
class LocksEndpoint {

  /** All of them, by name. */
  record LockRows(
      List<LockStatus> locks, List<SemaphoreStatus> semaphores, List<EventStatus> events) {}

  private final Locks locks;
  private final Semaphores semaphores;
  private final Events events;

  LocksEndpoint(Locks locks, Semaphores semaphores, Events events) {
    this.locks = locks;
    this.semaphores = semaphores;
    this.events = events;
  }

  @ReadOperation
  LockRows locks() {
    return new LockRows(
        locks.list("", Integer.MAX_VALUE),
        semaphores.list("", Integer.MAX_VALUE),
        events.list("", Integer.MAX_VALUE));
  }
}
