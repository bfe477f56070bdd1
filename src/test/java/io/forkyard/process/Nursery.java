package io.forkyard.process;

import io.forkyard.storage.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.util.unit.DataSize;

/** The children of one test, and the jobs that they are given. */
public final class Nursery implements AutoCloseable {

  static final Duration GRACE = Duration.ofMillis(200);

  private static final int PATIENCE = 20;
  private static final int MAX_RESULT = 1 << 20;

  private final Children children;

  public Nursery(Path dataDir) {
    this(dataDir, Duration.ofSeconds(PATIENCE));
  }

  Nursery(Path dataDir, Duration startTimeout) {
    this(dataDir, startTimeout, OomKills.here());
  }

  Nursery(Path dataDir, Duration startTimeout, OomKills oomKills) {
    this(dataDir, startTimeout, oomKills, Duration.ZERO);
  }

  Nursery(Path dataDir, Duration startTimeout, OomKills oomKills, Duration silence) {
    this.children =
        new Children(
            dataDir,
            "nursery",
            new ChildJars(dataDir),
            new ProcessProperties(
                new ProcessProperties.ChildSettings(
                    startTimeout,
                    true,
                    false,
                    DataSize.ofMegabytes(256),
                    Map.of("GREETING", "hello")),
                new ProcessProperties.OutputSettings(DataSize.ofKilobytes(64)),
                3),
            silence,
            new Ids(Clock.systemUTC())::next,
            child -> {},
            oomKills);
  }

  Children children() {
    return children;
  }

  public Child start(String... options) {
    return start(new JvmSettings("64m", List.of(options), null));
  }

  Child start(JvmSettings jvm) {
    return children.start(new ChildSpec("worker", "default", jvm, List.of()));
  }

  /** A child whose java is a shell script: it can say what no real child would. */
  Child startScript(Path home, String script) throws IOException {
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script);
    if (!java.toFile().setExecutable(true)) {
      throw new IOException(java + " cannot be made executable");
    }
    return start(new JvmSettings("64m", List.of(), home.toString()));
  }

  static CompletableFuture<Ending> give(Child child, String target) {
    return give(child, target, "[]");
  }

  static CompletableFuture<Ending> give(Child child, String target, String args) {
    Path classes = Path.of("target", "test-classes").toAbsolutePath();
    return child.run(
        new Assignment(
            UUID.randomUUID().toString(),
            "job",
            1,
            Guests.class.getName() + target,
            args,
            "{}",
            List.of(classes),
            MAX_RESULT,
            true));
  }

  static Ending run(Child child, String target) {
    return soon(give(child, target));
  }

  static String value(Child child, String target) {
    Ending ending = run(child, target);
    if (ending instanceof Ending.Returned returned) {
      return returned.json().replace("\"", "");
    }
    throw new AssertionError("not a value but " + ending);
  }

  static Exit exit(Child child, String target) {
    Ending ending = run(child, target);
    if (ending instanceof Ending.Gone gone) {
      return gone.exit();
    }
    throw new AssertionError("not gone but " + ending);
  }

  /** Every wait of a test has an end. */
  public static <T> T soon(CompletableFuture<T> event) {
    return event.copy().orTimeout(PATIENCE, TimeUnit.SECONDS).join();
  }

  static void gone(String pid) {
    ProcessHandle.of(Long.parseLong(pid)).ifPresent(process -> soon(process.onExit()));
  }

  @Override
  public void close() {
    children.close();
  }
}
