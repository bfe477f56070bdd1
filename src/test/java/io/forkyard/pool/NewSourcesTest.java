package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.fixture.Endings;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.process.Child;
import io.forkyard.process.Children;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Jobs whose sources are still to be compiled, while the only compiler stands still. */
class NewSourcesTest extends PoolsTest {

  private static final String LENGTH = Endings.class.getName() + "::length";

  @Autowired private Children children;

  private Child compiler;

  @BeforeEach
  void stopCompiler() throws Exception {
    pools.put("sources", settings(2, null));
    run(source("Warm", 0));
    compiler =
        children.live().stream()
            .filter(child -> child.name().startsWith("compiler-") && !child.isStopping())
            .findFirst()
            .orElseThrow();
    signal("STOP");
  }

  @AfterEach
  void goOn() throws Exception {
    signal("CONT");
  }

  @Test
  void manyNewSourcesLetOtherJobsOfTheirPoolPass() throws Exception {
    List<UUID> many =
        IntStream.range(0, Preparation.MOST + 10)
            .mapToObj(i -> submit(source("Many" + UUID.randomUUID().toString().charAt(0), i)))
            .toList();

    Job other = run(job(LENGTH, "[\"four\"]").in("sources"));

    assertThat(other.result()).isEqualTo("4");
    assertThat(many)
        .allSatisfy(
            id -> assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.PENDING));
    signal("CONT");
    for (int i = 0; i < many.size(); i++) {
      assertThat(await(many.get(i)).result()).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void jobsOfTheSameNewSourceWaitForOneCompilation() throws Exception {
    Wanted wanted = source("Same" + System.nanoTime(), 7);
    List<UUID> all = IntStream.range(0, 100).mapToObj(i -> submit(wanted)).toList();

    signal("CONT");

    assertThat(all).allSatisfy(id -> assertThat(await(id).result()).isEqualTo("7"));
  }

  @Test
  void jobThatWaitsForTheCompilerIsCancelledAtOnce() {
    UUID id = submit(source("Never" + System.nanoTime(), 1));

    assertThat(pools.terminate(id, LONG)).isInstanceOf(Stopped.class);

    assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
  }

  private Wanted source(String type, int result) {
    String text = "class %s%d { static int get() { return %d; } }";
    return job(type + result + "::get", "[]")
        .of(text.formatted(type, result, result))
        .in("sources");
  }

  private void signal(String name) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(compiler.pid())).inheritIO().start();
    assertThat(kill.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }
}
