package io.forkyard.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A node with a way of its own to the database. */
final class MortalNode implements AutoCloseable {

  private final String name;
  private final Path data;
  private final MortalPostgres postgres;
  private final CuttableLink link;
  private volatile RunningJar jar;

  MortalNode(String name, Path data, MortalPostgres postgres) throws IOException {
    this.name = name;
    this.data = data;
    this.postgres = postgres;
    this.link = new CuttableLink(postgres.port());
    this.jar = start();
  }

  private RunningJar start() throws IOException {
    return RunningJar.start(
        data,
        Stream.concat(
                Stream.of(postgres.settings(link.port())),
                Stream.of("--forkyard.node=" + name, "--forkyard.node-timeout=6s"))
            .toArray(String[]::new));
  }

  RunningJar jar() {
    return jar;
  }

  /** The pids of its own children; it answers for those of the others too. */
  List<Long> children() throws Exception {
    JsonNode answer = jar.get("/actuator/processes");
    if (!answer.has("processes")) {
      throw new AssertionError(name + " answered with " + answer);
    }
    return answer
        .get("processes")
        .valueStream()
        .filter(row -> row.get("node").asString().equals(name))
        .map(row -> row.get("pid").asLong())
        .toList();
  }

  /** Is killed, and started again when the others have given it up for lost. */
  void die() throws Exception {
    jar.kill();
    awaitGivenUp();
    jar = start();
  }

  /** Is stopped, and goes on when the others have given it up for lost. */
  void standStill() throws Exception {
    signal("-STOP");
    awaitGivenUp();
    signal("-CONT");
  }

  /** Has no database until the others have given it up for lost. */
  void beCutOff() throws Exception {
    link.cut();
    awaitGivenUp();
    link.mend();
  }

  void signal(String signal) throws Exception {
    new ProcessBuilder("kill", signal, String.valueOf(jar.pid())).start().waitFor();
  }

  CuttableLink link() {
    return link;
  }

  void awaitGivenUp() throws Exception {
    while (postgres.nodes().containsKey(name)) {
      Thread.onSpinWait();
    }
  }

  /** Until it has given a sign of life again, and serves; its row may be from before the harm. */
  void awaitBack() throws Exception {
    long asked = System.currentTimeMillis();
    while (postgres.nodes().getOrDefault(name, 0L) < asked
        || jar.answer("GET", "/actuator/health", "").statusCode() != 200) {
      Thread.onSpinWait();
    }
  }

  /** Whether there is such a process that is not dead; a stopped parent does not bury its own. */
  static boolean lives(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return !String.valueOf(e.getMessage()).contains("No such process");
    }
  }

  @Override
  public void close() throws Exception {
    jar.close();
    link.close();
  }
}
