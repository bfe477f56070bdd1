package io.forkyard;

import com.zaxxer.hikari.HikariDataSource;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Database;
import io.forkyard.storage.Node;
import io.forkyard.storage.SignalCoupling;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A second service in this JVM over the database of the first. On PostgreSQL it opens that by
 * itself and is told of changes; what SQLite would refuse it is given.
 */
public final class Neighbour implements AutoCloseable {

  /** As jobs show it. */
  public static final String NAME = "neighbour";

  private final ApplicationContext first;
  private final ConfigurableApplicationContext context;
  private final String node;

  private Neighbour(ApplicationContext first, ConfigurableApplicationContext context) {
    this.first = first;
    this.context = context;
    this.node = context.getBean(Node.class).id();
  }

  public static Neighbour of(ApplicationContext first) {
    Database database = first.getBean(Database.class);
    Node firstNode = first.getBean(Node.class);
    SpringApplicationBuilder application = new SpringApplicationBuilder(ForkyardApplication.class);
    if (!database.shared()) {
      application.initializers(context -> share(database, (GenericApplicationContext) context));
    }
    Neighbour second = new Neighbour(first, application.run(arguments(first)));
    if (!database.shared()) {
      // Whoever starts on SQLite takes it to be its own.
      database.write(sql ->
          sql.sql(
                  "INSERT INTO node (id, name, folder, pid, started_at, seen_at)"
                      + " VALUES (:id, 'first', 'folder', 1, 0, 0)")
              .param("id", firstNode.id())
              .update());
      Coupled.signals(first.getBean(ChangeSignal.class), second.bean(ChangeSignal.class));
    }
    return second;
  }

  private static String[] arguments(ApplicationContext first) {
    List<String> all = new ArrayList<>();
    all.add("--server.port=0");
    all.add("--forkyard.node=" + NAME);
    all.add("--forkyard.data-dir=" + TestData.folder("neighbour"));
    all.add("--forkyard.classpath=target/test-classes");
    all.add("--spring.main.allow-bean-definition-overriding=true");
    if (first.getBean(HikariDataSource.class).getDataSource() instanceof PGSimpleDataSource other) {
      all.add("--spring.datasource.url=" + other.getURL());
      all.add("--spring.datasource.username=" + other.getUser());
    }
    return all.toArray(String[]::new);
  }

  private static void share(Database database, GenericApplicationContext context) {
    RootBeanDefinition shared = new RootBeanDefinition(Database.class, () -> database);
    shared.setDestroyMethodName("");
    context.registerBeanDefinition("database", shared);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
    Database database = first.getBean(Database.class);
    if (!database.shared()) {
      SignalCoupling.cut(first.getBean(ChangeSignal.class));
      database.write(sql -> sql.sql("DELETE FROM node WHERE id = :id").param("id", node).update());
    }
  }
}
