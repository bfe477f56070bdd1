package io.forkyard.bench;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.forkyard.bench.load.Contender;
import io.forkyard.bench.load.Http;
import io.forkyard.bench.load.Sample;
import io.forkyard.bench.load.Stage;
import io.forkyard.bench.load.Talk;
import io.forkyard.bench.peer.Beanstalkd;
import io.forkyard.bench.peer.ElasticMq;
import io.forkyard.bench.peer.QueueServer;
import io.forkyard.bench.peer.Redis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;

/** T6: from a put to the answer of the get that was blocked. */
final class WakeUpRow implements Row {

  private static final int PUTS = 200;
  private static final long UNTIL_BLOCKED_MILLIS = 3;

  @Override
  public void measure(Stage stage, Table table) throws Exception {
    QueueServer ours = Queues.ours(stage);
    FileChannel file =
        stage.keep(FileChannel.open(stage.folder("flush").resolve("f"), CREATE_NEW, WRITE));
    Talk echo =
        stage.keep(
            new Talk(
                ours.port(),
                Http.dialogue(Http.exchange("GET /actuator/health/liveness", "", 200))));
    wakeUps(stage, ours, PUTS, 0).warmUp(6);
    Contest.ofTimes(table, "T6")
        .beside("an echo over HTTP and an append on the disk", () -> floor(echo, file), Limit.NONE)
        .beside(stage, Beanstalkd.durable(), server -> wakeUps(stage, server), Limit.NONE)
        .beside(stage, Redis.durable(), server -> wakeUps(stage, server), Limit.NONE)
        .beside(stage, ElasticMq.inMemory(), server -> wakeUps(stage, server), Limit.NONE)
        .run(
            "put to the answer of a blocked get",
            wakeUps(stage, ours),
            Limit.atMost(0.6),
            Limit.atMost(3));
  }

  private static Contender wakeUps(Stage stage, QueueServer server) {
    return wakeUps(stage, server, PUTS, UNTIL_BLOCKED_MILLIS);
  }

  private static Contender wakeUps(Stage stage, QueueServer server, int puts, long pause) {
    try {
      Talk getter = stage.keep(new Talk(server.port(), server.getting()));
      Talk putter = stage.keep(new Talk(server.port(), server.putting()));
      return () -> {
        double[] millis = new double[puts];
        for (int n = 0; n < puts; n++) {
          millis[n] = wakeUp(getter, putter, pause);
        }
        return Sample.ofEach(millis);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double wakeUp(Talk getter, Talk putter, long pause) throws Exception {
    getter.say();
    TimeUnit.MILLISECONDS.sleep(pause);
    long start = System.nanoTime();
    putter.say();
    boolean goesOn = getter.hear();
    double millis = (System.nanoTime() - start) / 1e6;
    putter.hear();
    getter.finish(goesOn);
    return millis;
  }

  private static Sample floor(Talk echo, FileChannel file) throws IOException {
    double[] millis = new double[PUTS];
    for (int n = 0; n < PUTS; n++) {
      long start = System.nanoTime();
      echo.say();
      echo.hear();
      millis[n] = (System.nanoTime() - start) / 1e6 + Floor.append(file) * 1e3;
    }
    return Sample.ofEach(millis);
  }
}
