package io.forkyard.queue;

import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Database;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class QueueConfiguration {

  @Bean
  Lines lines(
      Database database,
      ChangeSignal signal,
      Clock clock,
      ApplicationEventPublisher events,
      QueueProperties properties) {
    ExchangeStore store = new ExchangeStore(database, new TakeStore(database), clock, properties);
    return new Lines(store, signal, events::publishEvent, properties);
  }

  @Bean
  LeaseTimer leaseTimer(Database database, Lines lines, ChangeSignal signal, Clock clock) {
    return new LeaseTimer(new LeaseStore(database, clock), lines, signal, clock);
  }

  @Bean
  Queues queues(
      Database database,
      LeaseTimer timer,
      Lines lines,
      ChangeSignal signal,
      Clock clock,
      ApplicationEventPublisher events,
      QueueProperties properties) {
    return new Queues(
        new QueueStore(database),
        new TakeStore(database),
        new LeaseStore(database, clock),
        timer,
        lines,
        signal,
        events::publishEvent,
        properties);
  }
}
