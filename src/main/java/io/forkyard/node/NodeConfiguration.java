package io.forkyard.node;

import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.DataDirectory;
import io.forkyard.storage.Database;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.Silence;
import io.forkyard.storage.Ticker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NodeConfiguration {

  @Bean(initMethod = "join")
  Nodes nodes(Database database, Node self, Ids ids, DataDirectory data, Silence silence) {
    return new Nodes(new NodeStore(database), self, ids, data.id(), silence, Ticker.REAL);
  }

  @Bean
  Heartbeat heartbeat(Nodes nodes, Silence silence, Database database) {
    return new Heartbeat(nodes, silence, database.shared());
  }

  @Bean
  Errands errands(Database database, Node self, ChangeSignal signal, Ids ids) {
    return new Errands(new ErrandStore(database), self, signal, ids, database.shared());
  }
}
