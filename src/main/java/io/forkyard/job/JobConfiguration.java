package io.forkyard.job;

import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Database;
import io.forkyard.storage.EndedStore;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.Retained;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class JobConfiguration {

  @Bean
  Endings endings(ChangeSignal signal) {
    return new Endings(signal);
  }

  @Bean
  Jobs jobs(Database database, ChangeSignal signal, Endings endings, Clock clock, Ids ids) {
    return new Jobs(new JobStore(database, clock), signal, endings, ids);
  }

  @Bean
  Retained endedJobs(Database database, KeptProperties properties) {
    return new EndedStore(database, properties.jobs());
  }

  @Bean
  Retained endedMaps(Database database, KeptProperties properties) {
    return new EndedStore(database, properties.maps());
  }

  @Bean
  MapChanges mapChanges(ChangeSignal signal, ApplicationEventPublisher events) {
    return new MapChanges(signal, events::publishEvent);
  }

  @Bean
  Maps maps(Database database, ChangeSignal signal, MapChanges changes, Clock clock, Ids ids) {
    return new Maps(
        new MapStore(database, clock), new MapResultStore(database), signal, changes, ids);
  }

  @Bean
  Chunks chunks(Database database, MapChanges changes, Clock clock, JobProperties properties) {
    return new Chunks(
        new ChunkStore(database, clock, properties.backoff()),
        new MapEndStore(database, clock, properties.backoff()),
        changes);
  }

  @Bean
  Deliveries deliveries(Database database, ChangeSignal signal, Clock clock) {
    return new Deliveries(new CallbackStore(database), signal, clock);
  }

  @Bean
  Attempts attempts(
      Database database,
      ChangeSignal signal,
      Endings endings,
      MapChanges mapChanges,
      Node node,
      Clock clock,
      JobProperties properties,
      ApplicationEventPublisher events) {
    return new Attempts(
        new ClaimStore(database, node, clock),
        new AttemptStore(database, node, clock, properties.backoff()),
        new PendingStore(database, node, clock, properties.backoff()),
        new RecoveryStore(database, clock),
        new MapEndStore(database, clock, properties.backoff()),
        mapChanges,
        signal,
        endings,
        events::publishEvent);
  }
}
