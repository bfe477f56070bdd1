package io.forkyard.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forkyard.bench.load.Contender;
import io.forkyard.bench.load.Sample;
import io.forkyard.bench.load.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A peer in Python, with two workers: a script that says how long what it was asked for took. */
public final class Python {

  private static final Path SCRIPTS = Path.of("src", "test", "resources", "peers").toAbsolutePath();
  private static final Path DEBIANS = Path.of("/usr/bin/python3");
  private static final String PYTHON = Files.isExecutable(DEBIANS) ? DEBIANS.toString() : "python3";

  private final Program program;
  private final BufferedReader answers;
  private final Writer questions;

  private Python(Program program) {
    this.program = program;
    answers = program.process().inputReader(UTF_8);
    questions = program.process().outputWriter(UTF_8);
  }

  /** CPython's Pool with this start method; a child for each task, or children that are reused. */
  public static Peer<Python> pool(String method, boolean childPerTask) {
    String name = "CPython Pool, " + method + (childPerTask ? ", maxtasksperchild=1" : "");
    String[] arguments = childPerTask ? new String[] {method, "1"} : new String[] {method};
    return new Peer<>(
        name, "python3", () -> has("multiprocessing"), stage -> start(stage, "pool.py", arguments));
  }

  public static Peer<Python> executor() {
    return new Peer<>(
        "CPython ProcessPoolExecutor",
        "python3",
        () -> has("concurrent.futures"),
        stage -> start(stage, "pool.py", "executor"));
  }

  /** RQ on a Redis that writes nothing down: at its best. */
  public static Peer<Python> rq(String worker) {
    return new Peer<>(
        "RQ " + worker,
        "python3-rq, redis-server",
        () -> Redis.isThere() && has("rq"),
        stage ->
            start(
                stage,
                "rqueue.py",
                Integer.toString(Redis.forgetful(stage).port()),
                "rq.worker." + worker));
  }

  /** Celery on a Redis that writes nothing down: at its best. */
  public static Peer<Python> celery() {
    return new Peer<>(
        "Celery prefork",
        "python3-celery, python3-redis, redis-server",
        () -> Redis.isThere() && has("celery") && has("redis"),
        stage -> start(stage, "celery_peer.py", Integer.toString(Redis.forgetful(stage).port())));
  }

  private static boolean has(String module) {
    try {
      return new ProcessBuilder(PYTHON, "-c", "import " + module)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private static Python start(Stage stage, String script, String... arguments) throws IOException {
    String[] command = new String[arguments.length + 2];
    command[0] = PYTHON;
    command[1] = SCRIPTS.resolve(script).toString();
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    Map<String, String> environment = new HashMap<>();
    environment.put("PYTHONPATH", SCRIPTS.toString());
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    environment.put("PEER_PORT", arguments[0]);
    Python python = new Python(Program.start(stage, environment, command));
    python.answer();
    return python;
  }

  /** So many jobs, all handed over at once. */
  public Contender jobs(int count) {
    return () -> Sample.of(count, seconds(Integer.toString(count)));
  }

  /** Seconds that one job took, from handing it over to its result. */
  public double job() throws IOException {
    return seconds("1");
  }

  /** A map of so many items. */
  public Contender map(int items, int chunk) {
    return () -> Sample.of(items, seconds(items + " " + chunk));
  }

  private double seconds(String question) throws IOException {
    questions.write(question + "\n");
    questions.flush();
    return Double.parseDouble(answer());
  }

  private String answer() throws IOException {
    try (Program.Limit limit = program.limit()) {
      String line = answers.readLine();
      if (line == null) {
        throw new IOException(limit.isOver() ? "no answer in time" : program.errors());
      }
      return line;
    }
  }
}
