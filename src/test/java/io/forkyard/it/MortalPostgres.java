package io.forkyard.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL of its own that dies and comes back with its data. */
final class MortalPostgres implements AutoCloseable {

  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  MortalPostgres(Path data) throws IOException {
    this.data = data;
    server = builder().start();
    port = server.getPort();
  }

  private EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setServerConfig("synchronous_commit", "on")
        .setDataDirectory(data)
        .setCleanDataDirectory(false);
  }

  String[] settings() {
    return settings(port);
  }

  /** For a service that comes through another port. */
  String[] settings(int by) {
    String url = server.getJdbcUrl("postgres", "postgres").replace(":" + port, ":" + by);
    return new String[] {"--spring.datasource.url=" + url, "--spring.datasource.username=postgres"};
  }

  int port() {
    return port;
  }

  /** The names of the nodes that are there, and when each gave its last sign of life. */
  Map<String, Long> nodes() throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name, seen_at FROM node")) {
      Map<String, Long> seen = new HashMap<>();
      while (rows.next()) {
        seen.put(rows.getString(1), rows.getLong(2));
      }
      return seen;
    }
  }

  /** Ends it without a checkpoint and without a word to anybody, as a crash does. */
  void kill() throws Exception {
    long pid =
        Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    new ProcessBuilder("kill", "-QUIT", String.valueOf(pid)).start().waitFor();
    postmaster.onExit().get(60, TimeUnit.SECONDS);
    server.close();
  }

  void restart() throws IOException {
    server = builder().setPort(port).start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
