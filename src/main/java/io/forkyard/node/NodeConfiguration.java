package io.forkyard.node;

import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.DataDirectory;
import io.forkyard.storage.Database;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NodeConfiguration {

  @Bean(initMethod = "join")
  Nodes nodes(Database database, Node self, DataDirectory data) {
    return new Nodes(new NodeStore(database), self, data);
  }

  @Bean
  Errands errands(Database database, Node self, ChangeSignal signal, Ids ids) {
    return new Errands(new ErrandStore(database), self, signal, ids, database.shared());
  }
}
