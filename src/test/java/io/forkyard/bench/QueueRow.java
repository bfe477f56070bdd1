package io.forkyard.bench;

import static java.util.stream.Collectors.joining;

import io.forkyard.bench.load.Contender;
import io.forkyard.bench.load.Dialogue;
import io.forkyard.bench.load.Dialogue.Exchange;
import io.forkyard.bench.load.Http;
import io.forkyard.bench.load.Load;
import io.forkyard.bench.load.Sample;
import io.forkyard.bench.load.Stage;
import io.forkyard.bench.peer.Beanstalkd;
import io.forkyard.bench.peer.ElasticMq;
import io.forkyard.bench.peer.QueueServer;
import io.forkyard.bench.peer.Redis;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** T5: items through a queue, put and got again. */
final class QueueRow implements Row {

  private static final int PER_BATCH = 100;
  private static final Exchange ECHO = Http.exchange("GET /actuator/health/liveness", "", 200);
  private static final String MANY =
      IntStream.range(0, PER_BATCH).mapToObj(String::valueOf).collect(joining(",", "[", "]"));

  @Override
  public void measure(Stage stage, Table table) throws Exception {
    QueueServer ours = Queues.ours(stage);
    Path folder = stage.folder("rows");
    pairs(ours, 64, 12_000).round();
    singles(stage, table, ours, folder, 1, Limit.NONE);
    singles(stage, table, ours, folder, 16, Limit.atLeast(8000));
    singles(stage, table, ours, folder, 64, Limit.atLeast(10_000));
    batches(table, ours, folder);
  }

  private static void singles(
      Stage stage, Table table, QueueServer ours, Path folder, int callers, Limit limit)
      throws Exception {
    int pairs = callers == 1 ? 500 : 3200;
    Limit twice = callers == 1 ? Limit.NONE : Limit.atLeast(2);
    Contest.ofRates(table, "T5", "pairs/s")
        .beside(
            "two echoes over HTTP and two bare rows, in groups of " + callers,
            () -> floor(ours, folder, callers, pairs),
            Limit.NONE)
        .beside(stage, Beanstalkd.durable(), server -> pairs(server, callers, pairs), twice)
        .beside(stage, ElasticMq.inMemory(), server -> pairs(server, callers, pairs), twice)
        .beside(stage, Redis.durable(), server -> pairs(server, callers, pairs), Limit.NONE)
        .run(
            "a put and a get, " + callers + (callers == 1 ? " connection" : " connections"),
            pairs(ours, callers, pairs),
            limit,
            Limit.NONE);
  }

  private static Contender pairs(QueueServer server, int callers, int pairs) {
    List<Dialogue> all = Dialogue.many(callers, server::pair);
    return () -> Load.run(server.port(), all, pairs);
  }

  /** What no service can do without that answers over HTTP and keeps what it has answered. */
  private static Sample floor(QueueServer ours, Path folder, int callers, int pairs)
      throws Exception {
    List<Dialogue> all = Dialogue.many(callers, () -> Http.dialogue(ECHO));
    double echo = Load.run(ours.port(), all, 2 * pairs).perSecond();
    return Sample.of(0.5, 1 / echo + 1 / Floor.rows(folder, callers));
  }

  private static void batches(Table table, QueueServer ours, Path folder) throws Exception {
    Exchange put = Http.exchange("POST /v1/queues/bench/put-batch", MANY, 201);
    Exchange get = Http.exchange("POST /v1/queues/bench/get-batch?max=" + PER_BATCH, "", 200, MANY);
    List<Dialogue> callers = Dialogue.many(4, () -> Http.dialogue(put, get));
    Contest.ofRates(table, "T5", "items/s")
        .beside(
            "bare rows, written in groups of " + PER_BATCH,
            () -> Sample.of(Floor.rows(folder, PER_BATCH), 1),
            Limit.NONE)
        .run(
            "put and got in batches of " + PER_BATCH + ", 4 connections",
            () -> {
              Sample batches = Load.run(ours.port(), callers, 400);
              return new Sample(PER_BATCH * batches.perSecond(), batches.millis());
            },
            Limit.atLeast(40_000),
            Limit.NONE);
  }
}
