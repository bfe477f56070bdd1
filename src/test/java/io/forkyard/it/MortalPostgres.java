package io.forkyard.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    return new String[] {
      "--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
      "--spring.datasource.username=postgres"
    };
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
