package io.forkyard.queue;

import io.forkyard.line.Crowd;
import io.forkyard.line.LeaseTimer;
import io.forkyard.line.Lines;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Database;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class QueueConfiguration {

  @Bean
  Lines<QueueWaiter<?>, QueueLine> queueLines(
      Database database,
      ChangeSignal signal,
      Clock clock,
      ApplicationEventPublisher events,
      QueueProperties properties) {
    ExchangeStore store = new ExchangeStore(database, new TakeStore(database), clock, properties);
    return new Lines<>(
        "queue",
        (kind, queue) -> new QueueLine(kind, queue, store, signal, events::publishEvent),
        signal,
        new Crowd(properties.maxWaiters(), properties.maxWaitersPerQueue()));
  }

  @Bean
  LeaseTimer queueLeases(
      Database database,
      Lines<QueueWaiter<?>, QueueLine> queueLines,
      ChangeSignal signal,
      Clock clock) {
    return new LeaseTimer(
        "queue-leases", new LeaseStore(database, clock), queueLines, signal, clock);
  }

  @Bean
  Queues queues(
      Database database,
      LeaseTimer queueLeases,
      Lines<QueueWaiter<?>, QueueLine> queueLines,
      ChangeSignal signal,
      ApplicationEventPublisher events,
      QueueProperties properties) {
    return new Queues(
        new QueueStore(database),
        new TakeStore(database),
        queueLeases,
        queueLines,
        signal,
        events::publishEvent,
        properties);
  }

  @Bean
  Loans loans(
      Database database,
      LeaseTimer queueLeases,
      Lines<QueueWaiter<?>, QueueLine> queueLines,
      Clock clock) {
    return new Loans(new LeaseStore(database, clock), queueLeases, queueLines);
  }
}
