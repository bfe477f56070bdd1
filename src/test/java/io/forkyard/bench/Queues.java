package io.forkyard.bench;

import io.forkyard.bench.load.Dialogue.Exchange;
import io.forkyard.bench.load.Http;
import io.forkyard.bench.load.Stage;
import io.forkyard.bench.peer.QueueServer;
import io.forkyard.it.RunningJar;
import java.util.Map;

/** The service as a server with a queue. */
final class Queues {

  private static final Exchange PUT =
      Http.exchange("POST /v1/queues/bench/put", QueueServer.ITEM, 201);
  private static final Exchange GET =
      Http.exchange("POST /v1/queues/bench/get", "", 200, "\r\n\r\n" + QueueServer.ITEM);

  private Queues() {}

  static QueueServer ours(Stage stage) throws Exception {
    return of(stage.service());
  }

  static QueueServer of(RunningJar service) throws Exception {
    service.put("/v1/queues/bench", Map.of());
    return new QueueServer(service.port(), new Http(), new Exchange[] {PUT}, new Exchange[] {GET});
  }
}
