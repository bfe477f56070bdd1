package io.forkyard.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A real PostgreSQL, started when it is first needed and ended with the JVM. */
public final class TestPostgres {

  private static final AtomicInteger NAMES = new AtomicInteger();

  private TestPostgres() {}

  /** Whether this run of the tests is on PostgreSQL. */
  public static boolean wanted() {
    return Boolean.getBoolean("forkyard.test.postgresql");
  }

  /** Gives a service a database of its own, if this run is on PostgreSQL. */
  public static void properties(DynamicPropertyRegistry registry) {
    if (wanted()) {
      registry.add("spring.datasource.url", TestPostgres::newDatabase);
      registry.add("spring.datasource.username", () -> "postgres");
    }
  }

  private static final class Server {

    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      assumeTrue(
          System.getProperty("os.name").equals("Linux"), "the tests bring PostgreSQL for Linux");
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The URL of a new, empty database; its user is {@code postgres}, without a password. */
  public static String newDatabase() {
    String name = "test" + NAMES.incrementAndGet();
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Server.RUNNING.getJdbcUrl("postgres", name);
  }
}
