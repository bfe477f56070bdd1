package io.forkyard.inside;

import io.forkyard.lock.Events;
import io.forkyard.lock.Holdings;
import io.forkyard.lock.Locks;
import io.forkyard.lock.Semaphores;
import io.forkyard.node.Nodes;
import io.forkyard.pool.Operations;
import io.forkyard.queue.Loans;
import io.forkyard.queue.QueueProperties;
import io.forkyard.queue.Queues;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Database;
import io.forkyard.storage.Persistence;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InsideConfiguration {

  @Bean
  Holders holders(
      Database database, Nodes nodes, Holdings holdings, Loans loans, ChangeSignal signal) {
    HolderStore store = new HolderStore(database, nodes.self());
    Holders holders = new Holders(store, holdings, loans, Persistence.of(signal));
    nodes.onGone(holders::rescue);
    return holders;
  }

  @Bean
  Operations queueOperations(Queues queues, QueueProperties properties) {
    return new QueueOperations(queues, properties)::all;
  }

  @Bean
  Operations loanOperations(
      Queues queues, Loans loans, QueueProperties properties, Holders holders) {
    return new LoanOperations(queues, loans, properties, holders)::all;
  }

  @Bean
  Operations lockOperations(Locks locks, Holders holders) {
    return new LockOperations(locks, holders)::all;
  }

  @Bean
  Operations semaphoreOperations(Semaphores semaphores, Holders holders) {
    return new SemaphoreOperations(semaphores, holders)::all;
  }

  @Bean
  Operations eventOperations(Events events) {
    return new EventOperations(events)::all;
  }
}
