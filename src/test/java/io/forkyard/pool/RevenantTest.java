package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.fixture.Revenant;
import io.forkyard.job.Attempts;
import io.forkyard.job.FailureReason;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.lock.Holder;
import io.forkyard.lock.Holdings;
import io.forkyard.lock.Locks;
import io.forkyard.process.Child;
import io.forkyard.process.Children;
import io.forkyard.queue.Loans;
import io.forkyard.queue.QueueSettings;
import io.forkyard.queue.Queues;
import io.forkyard.storage.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A child that was presumed dead comes back while its job has another. */
class RevenantTest extends PoolsTest {

  private static final String POOL = "revenant";

  @Autowired private Database database;
  @Autowired private Attempts attempts;
  @Autowired private Children children;
  @Autowired private Holdings holdings;
  @Autowired private Loans loans;
  @Autowired private Locks locks;
  @Autowired private Queues queues;

  private final Path folder = TestData.folder("revenant");

  @Test
  void nothingCountsThatAFormerAttemptSaysOrGivesBack() throws Exception {
    pools.put(POOL, settings(2));
    locks.open("guard", false);
    queues.open("goods", new QueueSettings(0, null));
    queues.put("goods", List.of("1"), Duration.ZERO, () -> true);
    UUID id =
        submit(job(Revenant.class.getName() + "::work", "[\"" + folder + "\"]").in(POOL).tried(2));
    awaitFile("begun-1");
    Child former = childOf(id);
    signal("STOP", former);

    presumeDead(id, former);
    awaitFile("begun-2");
    awaitProgress(id, 0.2);
    Files.createFile(folder.resolve("go-1"));
    signal("CONT", former);
    awaitFile("said-1");
    awaitNoWorker(former.pid());

    assertThat(folder.resolve("said-1")).hasContent("[1, true, true]");
    Job job = jobs.find(id).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.progress()).isEqualTo(0.2);
    assertThat(locks.find("guard").orElseThrow().holder()).isNotNull();
    Files.createFile(folder.resolve("go-2"));
    Job ended = await(id);
    assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(ended.result()).isEqualTo("[2,false,false]");
    assertThat(ended.attempts()).hasSize(1);
    assertThat(ended.attempts().getFirst().failure().reason()).isEqualTo(FailureReason.NODE_LOST);
    assertThat(queues.find("goods").orElseThrow().qsize()).isZero();
  }

  /** As if its service had been gone for too long. */
  private void presumeDead(UUID id, Child child) {
    database.write(sql ->
        sql.sql("UPDATE job SET owner = 'gone' WHERE id = :id")
            .param("id", id.toString())
            .update());
    assertThat(attempts.recover()).isEmpty();
    holdings.releaseAll(new Holder.Child(child.id().toString()));
    loans.releaseAll(child.id().toString());
    pools.wake(POOL);
  }

  private Child childOf(UUID id) {
    long pid = jobs.find(id).orElseThrow().process().pid();
    return children.live().stream().filter(child -> child.pid() == pid).findFirst().orElseThrow();
  }

  private void awaitFile(String name) {
    while (Files.notExists(folder.resolve(name))) {
      Thread.onSpinWait();
    }
  }

  private void awaitProgress(UUID id, double share) {
    signal.await(
        "job/" + id,
        LONG,
        () -> jobs.find(id).orElseThrow().progress(),
        now -> now != null && now == share);
  }

  /** Then its end was heard. */
  private void awaitNoWorker(long pid) {
    while (pools.find(POOL).orElseThrow().workers().stream()
        .anyMatch(worker -> worker.pid() == pid)) {
      Thread.onSpinWait();
    }
  }

  private static void signal(String name, Child child) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(child.pid())).start().waitFor();
  }
}
