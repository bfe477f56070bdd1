package io.forkyard.actuator;

import io.forkyard.storage.Database;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** DOWN while the store takes no writes. */
@Component
class StoreHealthIndicator extends AbstractHealthIndicator {

  private final Database database;

  StoreHealthIndicator(Database database) {
    super("The store takes no writes");
    this.database = database;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    database.probe();
    health.up();
  }
}
