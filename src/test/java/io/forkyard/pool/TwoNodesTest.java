package io.forkyard.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.Neighbour;
import io.forkyard.TestData;
import io.forkyard.fixture.Endings;
import io.forkyard.fixture.Mapped;
import io.forkyard.fixture.Steps;
import io.forkyard.job.FailureReason;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.job.Jobs;
import io.forkyard.job.MapStatus;
import io.forkyard.job.MapSubmission;
import io.forkyard.job.Maps;
import io.forkyard.node.UnansweredException;
import io.forkyard.storage.Database;
import io.forkyard.storage.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Any node answers for any job and any process, wherever its child is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoNodesTest extends PoolsTest {

  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final int PIECE = 1 << 16;

  @Autowired private ApplicationContext context;
  @Autowired private Processes processes;
  @Autowired private ProcessOutputs processOutputs;
  @Autowired private Maps maps;
  @Autowired private PoolMaps poolMaps;
  @Autowired private Database database;
  @Autowired private Node node;

  private Neighbour neighbour;

  @BeforeAll
  void start() {
    neighbour = Neighbour.of(context);
  }

  @AfterAll
  void stop() {
    neighbour.close();
  }

  private <T> T there(Class<T> type) {
    return neighbour.bean(type);
  }

  /** The services of the node that does not have the job's child. */
  private <T> T other(UUID job, Class<T> type) {
    boolean here = !jobs.find(job).orElseThrow().process().node().equals(Neighbour.NAME);
    return here ? there(type) : context.getBean(type);
  }

  private UUID running(Wanted wanted) {
    UUID id = submit(wanted);
    awaitState(id, JobState.RUNNING);
    return id;
  }

  @Test
  void terminateReachesTheChildOfAnotherNode() {
    UUID id = running(job(Endings.class.getName() + "::waitAndTell", "[]"));
    assertThat(follow(id, "waiting\n")).isEqualTo("waiting\n");

    assertThat(other(id, Pools.class).terminate(id, GRACE)).isInstanceOf(Stopped.Stopping.class);

    Job ended = other(id, Jobs.class).await(id, LONG).orElseThrow();
    assertThat(ended.state()).isEqualTo(JobState.CANCELLED);
    assertThat(ended.failure().reason()).isEqualTo(FailureReason.TERMINATED);
    assertThat(ended.failure().killedBy()).isEqualTo("user");
    assertThat(ended.failure().lastOutput()).isEqualTo("waiting\ninterrupted\n");
    assertThat(other(id, Pools.class).kill(id)).isInstanceOf(Stopped.AlreadyFinished.class);
  }

  @Test
  void killReachesTheChildOfAnotherNode() {
    UUID id = running(job(Endings.class.getName() + "::forever", "[]"));

    assertThat(other(id, Pools.class).kill(id)).isInstanceOf(Stopped.Stopping.class);

    Job ended = await(id);
    assertThat(ended.state()).isEqualTo(JobState.CANCELLED);
    assertThat(ended.failure().exitCode()).isEqualTo(-9);
    assertThat(ProcessHandle.of(ended.process().pid())).isEmpty();
  }

  @Test
  void outputIsFollowedFromAnotherNodeInPiecesToItsEnd() throws IOException {
    Path folder = TestData.folder("steps");
    UUID id = running(job(Steps.class.getName() + "::print", "[\"" + folder + "\", 3]"));
    Outputs outputs = other(id, Outputs.class);
    StringBuilder all = new StringBuilder();
    for (int step = 1; step <= 3; step++) {
      Files.createFile(folder.resolve(String.valueOf(step)));
      all.append(follow(outputs, id, all.length(), 7));
    }
    assertThat(all).hasToString("step 1\nstep 2\nstep 3\n");
    assertThat(follow(outputs, id, all.length(), Integer.MAX_VALUE)).isEmpty();
    assertThat(await(id).result()).isEqualTo("3");
    assertThat(outputs.read(id, Outputs.Stream.STDOUT, 1, 7, 7, Duration.ZERO).orElseThrow())
        .satisfies(piece -> assertThat(piece.bytes()).asString(UTF_8).isEqualTo("step 2\n"));
  }

  @Test
  void outputWithoutAWaitIsWhatThereIs() {
    UUID id = running(job(Endings.class.getName() + "::forever", "[]"));
    Outputs outputs = other(id, Outputs.class);
    Outputs.Chunk nothing =
        outputs.read(id, Outputs.Stream.STDERR, null, 0, PIECE, Duration.ZERO).orElseThrow();
    assertThat(nothing.bytes()).isEmpty();
    assertThat(nothing.last()).isFalse();
    pools.kill(id);
    await(id);
  }

  private String follow(UUID id, String text) {
    return follow(other(id, Outputs.class), id, 0, text.length());
  }

  /** Reads on until there are so many bytes or nothing follows. */
  private static String follow(Outputs outputs, UUID id, int from, int length) {
    StringBuilder seen = new StringBuilder();
    while (seen.length() < length) {
      Outputs.Chunk chunk =
          outputs
              .read(id, Outputs.Stream.STDOUT, null, from + seen.length(), PIECE, LONG)
              .orElseThrow();
      seen.append(new String(chunk.bytes(), UTF_8));
      if (chunk.last()) {
        break;
      }
    }
    return seen.toString();
  }

  @Test
  void mapsAreStoppedWhereverTheirItemsRun() throws IOException {
    Path notes = TestData.folder("notes").resolve("notes");
    MapStatus map =
        ((MapSubmitted.Accepted) there(PoolMaps.class).submit(hanging(notes), null)).map();
    signal.await("notes", LONG, Outputs.LOOK, () -> Files.exists(notes), begun -> begun);
    String owner = context.getBean(Staff.class).chunks().owners(map.id()).getFirst();

    PoolMaps other =
        owner.equals(node.id()) ? there(PoolMaps.class) : context.getBean(PoolMaps.class);
    assertThat(other.stop(map.id(), Duration.ZERO)).isInstanceOf(MapStopped.Stopping.class);

    assertThat(maps.await(map.id(), LONG).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
  }

  private MapSubmission hanging(Path notes) {
    String named = "{\"file\": \"%s\", \"at\": 1}".formatted(notes);
    Wanted each = job(Mapped.class.getName() + "::noteAndHangAt", "[]").with(named);
    return new MapSubmission(each.submission(), false, List.of("1"), 1);
  }

  @Test
  void aProcessOfAnotherNodeIsSeenDumpedReadAndKilled() {
    ProcessStatus started = startThere("waitAndTell", "[]");
    awaitOutput(started.id(), "waiting\n");

    assertThat(processes.find(started.id()).orElseThrow().pid()).isEqualTo(started.pid());
    assertThat(processes.list(new ProcessFilter(null, null, null), 1000))
        .extracting(ProcessStatus::id)
        .contains(started.id())
        .doesNotHaveDuplicates();
    assertThat(processes.threads(started.id()))
        .isInstanceOfSatisfying(
            ThreadDump.Taken.class, dump -> assertThat(dump.text()).contains("waitAndTell"));

    assertThat(processes.terminate(started.id(), GRACE)).isInstanceOf(Signalled.Sent.class);

    ProcessStatus ended = processes.await(started.id(), LONG).orElseThrow();
    assertThat(ended.state()).isEqualTo(ProcessState.ENDED);
    assertThat(ended.exitCode()).isEqualTo(-15);
    assertThat(processes.kill(started.id())).isEqualTo(new Signalled.Ended(ended));
    assertThat(processes.threads(started.id())).isInstanceOf(ThreadDump.Ended.class);
    awaitOutput(started.id(), "waiting\n");
  }

  @Test
  void aWorkerOfAnotherNodeIsFoundAmongAllAndItsEndFailsItsJob() {
    UUID id = running(job(Endings.class.getName() + "::waitAndTell", "[]"));
    assertThat(follow(id, "waiting\n")).isEqualTo("waiting\n");
    Processes other = other(id, Processes.class);
    ProcessStatus worker =
        other.list(new ProcessFilter("default", ProcessState.RUNNING, null), 1000).stream()
            .filter(child -> id.toString().equals(child.job()))
            .findFirst()
            .orElseThrow();

    assertThat(other.find(worker.id()).orElseThrow().pid()).isEqualTo(worker.pid());
    assertThat(
            other(id, ProcessOutputs.class)
                .read(worker.id(), Outputs.Stream.STDOUT, 0, PIECE, Duration.ZERO))
        .hasValueSatisfying(
            piece -> assertThat(piece.bytes()).asString(UTF_8).isEqualTo("waiting\n"));
    assertThat(other.kill(worker.id())).isInstanceOf(Signalled.Sent.class);

    assertThat(await(id).failure().reason()).isEqualTo(FailureReason.EXITED);
    assertThat(other.await(worker.id(), LONG).orElseThrow().exitCode()).isEqualTo(-9);
  }

  @Test
  void aProcessThatNobodyHasIsNotFoundEverywhere() {
    UUID nobody = UUID.randomUUID();
    assertThat(processes.find(nobody)).isEmpty();
    assertThat(processes.kill(nobody)).isInstanceOf(Signalled.NotFound.class);
    assertThat(processes.threads(nobody)).isInstanceOf(ThreadDump.NotFound.class);
    assertThat(processOutputs.read(nobody, Outputs.Stream.STDOUT, 0, PIECE, Duration.ZERO))
        .isEmpty();
  }

  @Test
  void aPoolShowsItsWorkersOnAllNodes() {
    pools.put("both", withSpares(settings(1), 1));
    there(Pools.class).put("both", withSpares(settings(1), 1));

    List<Long> pids = workers(pools.find("both").orElseThrow());
    assertThat(pids).hasSize(2).doesNotHaveDuplicates();
    assertThat(workers(there(Pools.class).find("both").orElseThrow()))
        .containsExactlyInAnyOrderElementsOf(pids);
  }

  @Test
  void theTableOfProcessesHasThoseOfAllNodes() throws IOException, InterruptedException {
    ProcessStatus theirs = startThere("waiting", "[]");

    String table = http("GET", "/actuator/processes").body();

    assertThat(table)
        .contains(theirs.id().toString(), "\"node\":\"neighbour\"", "\"silentNodes\":0");
    processes.kill(theirs.id());
  }

  private HttpResponse<String> http(String method, String path)
      throws IOException, InterruptedException {
    String port = context.getEnvironment().getProperty("local.server.port");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static List<Long> workers(PoolStatus pool) {
    return pool.workers().stream().map(WorkerStatus::pid).toList();
  }

  /** Its row is there and nobody is, as for a node that has crashed a moment ago. */
  @Test
  void whatANodeHasThatDoesNotAnswerIsSaidToBeOutOfReach()
      throws IOException, InterruptedException {
    UUID id = running(job(Endings.class.getName() + "::forever", "[]"));
    String owner = jobs.owner(id).orElseThrow();
    Outputs other = other(id, Outputs.class);
    database.write(sql ->
        sql.sql(
                "INSERT INTO node (id, name, folder, pid, started_at, seen_at)"
                    + " VALUES ('dead', 'dead', 'nowhere', 1, 0, %s)".formatted(database.now()))
            .update());
    own(id, "dead");

    assertThatThrownBy(() -> pools.kill(id)).isInstanceOf(UnansweredException.class);
    assertThatThrownBy(() -> other.read(id, Outputs.Stream.STDERR, null, 0, PIECE, Duration.ZERO))
        .isInstanceOf(UnansweredException.class);
    HttpResponse<String> refused = http("POST", "/v1/processes/" + UUID.randomUUID() + "/kill");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(refused.body()).contains("/problems/unavailable", "did not answer");

    own(id, owner);
    database.write(sql -> sql.sql("DELETE FROM node WHERE id = 'dead'").update());
    pools.kill(id);
    await(id);
  }

  private void own(UUID job, String owner) {
    database.write(sql ->
        sql.sql("UPDATE job SET owner = :owner WHERE id = :id")
            .param("owner", owner)
            .param("id", job.toString())
            .update());
  }

  private ProcessStatus startThere(String method, String args) {
    NewProcess wanted =
        new NewProcess(
            Endings.class.getName() + "::" + method,
            args,
            "{}",
            null,
            null,
            List.of(),
            null,
            "64m",
            List.of(),
            null);
    return ((Launched.Started) there(Processes.class).start(wanted, null)).process();
  }

  private void awaitOutput(UUID id, String text) {
    String seen = "";
    while (!seen.equals(text)) {
      seen +=
          new String(
              processOutputs
                  .read(id, Outputs.Stream.STDOUT, seen.length(), PIECE, LONG)
                  .orElseThrow()
                  .bytes(),
              UTF_8);
    }
  }
}
