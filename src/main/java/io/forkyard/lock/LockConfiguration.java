package io.forkyard.lock;

import io.forkyard.line.Crowd;
import io.forkyard.line.LeaseTimer;
import io.forkyard.line.Lines;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Database;
import io.forkyard.storage.Persistence;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LockConfiguration {

  /** One bound for those who wait for any of them. */
  @Bean
  Crowd lockCrowd(LockProperties properties) {
    return new Crowd(properties.maxWaiters(), properties.maxWaitersPerLock());
  }

  @Bean
  GrantStore grantStore(Database database, Clock clock) {
    return new GrantStore(database, clock);
  }

  @Bean
  Lines<LockSeeker, SharedLine<LockSeeker, Optional<Acquired>>> lockLines(
      GrantStore store, ChangeSignal signal, Crowd lockCrowd) {
    return new Lines<>(
        "lock", (kind, name) -> new SharedLine<>(kind, name, store, signal), signal, lockCrowd);
  }

  @Bean
  LeaseTimer lockLeases(
      GrantStore store,
      Lines<LockSeeker, SharedLine<LockSeeker, Optional<Acquired>>> lockLines,
      ChangeSignal signal,
      Clock clock) {
    return new LeaseTimer("lock-leases", store, lockLines, signal, clock);
  }

  @Bean
  Locks locks(
      Database database,
      GrantStore grants,
      LeaseTimer lockLeases,
      Lines<LockSeeker, SharedLine<LockSeeker, Optional<Acquired>>> lockLines,
      ChangeSignal signal,
      LockProperties properties) {
    return new Locks(
        new LockStore(database), grants, lockLeases, lockLines, Persistence.of(signal), properties);
  }

  @Bean
  Semaphores semaphores(
      Database database, ChangeSignal signal, Crowd lockCrowd, LockProperties properties) {
    SemaphoreStore store = new SemaphoreStore(database);
    return new Semaphores(
        store,
        new Lines<>(
            "semaphore",
            (kind, name) -> new SharedLine<>(kind, name, store, signal),
            signal,
            lockCrowd),
        Persistence.of(signal),
        properties.maxSemaphores());
  }

  @Bean
  Events events(
      Database database, ChangeSignal signal, Crowd lockCrowd, LockProperties properties) {
    EventStore store = new EventStore(database);
    return new Events(
        store,
        new Lines<>(
            "event",
            (kind, name) -> new SharedLine<>(kind, name, store, signal),
            signal,
            lockCrowd),
        properties.maxEvents());
  }

  @Bean
  Holdings holdings(Locks locks, Semaphores semaphores) {
    return new Holdings(locks, semaphores);
  }
}
