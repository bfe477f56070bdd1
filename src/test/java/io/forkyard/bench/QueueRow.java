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
import io.forkyard.bench.peer.Peer;
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

  private record Place(
      Stage stage, Table table, Path folder, QueueServer ours, List<Peer<QueueServer>> peers) {}

  @Override
  public void measure(Stage stage, Table table) throws Exception {
    Place place =
        new Place(
            stage,
            table,
            stage.folder("rows"),
            Queues.ours(stage),
            List.of(Beanstalkd.durable().once(), ElasticMq.inMemory().once()));
    Peer<QueueServer> redis = Redis.durable().once();
    pairs(place.ours, 64, 1600).warmUp(12);
    pairs(place, redis, 1, 500, Limit.NONE, Limit.NONE);
    pairs(place, redis, 16, 3200, Limit.atLeast(8000), Limit.atLeast(2));
    pairs(place, redis, 64, 3200, Limit.atLeast(10_000), Limit.atLeast(2));
    batches(place);
  }

  private static void pairs(
      Place place, Peer<QueueServer> redis, int callers, int pairs, Limit limit, Limit twice)
      throws Exception {
    Contest contest =
        Contest.ofRates(place.table, "T5", "pairs/s")
            .beside(
                "two echoes over HTTP and two bare rows, in groups of " + callers,
                () -> floor(place, callers, pairs),
                Limit.NONE);
    for (Peer<QueueServer> peer : place.peers) {
      contest.beside(place.stage, peer, server -> pairs(server, callers, pairs), twice);
    }
    contest
        .beside(place.stage, redis, server -> pairs(server, callers, pairs), Limit.NONE)
        .run(
            "a put and a get, connections: " + callers,
            pairs(place.ours, callers, pairs),
            limit,
            Limit.NONE);
  }

  static Contender pairs(QueueServer server, int callers, int pairs) {
    List<Dialogue> all = Dialogue.many(callers, server::pair);
    return () -> Load.run(server.port(), all, pairs);
  }

  /** What no service can do without that answers over HTTP and keeps what it has answered. */
  private static Sample floor(Place place, int callers, int pairs) throws Exception {
    List<Dialogue> all = Dialogue.many(callers, () -> Http.dialogue(ECHO));
    double echo = Load.run(place.ours.port(), all, 2 * pairs).perSecond();
    return Sample.of(0.5, 1 / echo + 1 / Floor.rows(place.folder, callers));
  }

  private static void batches(Place place) throws Exception {
    Exchange put = Http.exchange("POST /v1/queues/bench/put-batch", MANY, 201);
    Exchange get = Http.exchange("POST /v1/queues/bench/get-batch?max=" + PER_BATCH, "", 200, MANY);
    List<Dialogue> callers = Dialogue.many(4, () -> Http.dialogue(put, get));
    Contest.ofRates(place.table, "T5", "items/s")
        .beside(
            "bare rows, written in groups of " + PER_BATCH,
            () -> Sample.of(Floor.rows(place.folder, PER_BATCH), 1),
            Limit.NONE)
        .run(
            "put and got in batches of " + PER_BATCH + ", 4 connections",
            () -> {
              Sample batches = Load.run(place.ours.port(), callers, 400);
              return new Sample(PER_BATCH * batches.perSecond(), batches.millis());
            },
            Limit.atLeast(40_000),
            Limit.NONE);
  }
}
