package io.forkyard.bench;

import io.forkyard.bench.load.Contender;
import io.forkyard.bench.load.Dialogue;
import io.forkyard.bench.load.Load;
import io.forkyard.bench.load.Sample;
import io.forkyard.bench.load.Stage;
import io.forkyard.bench.load.Talk;
import io.forkyard.bench.peer.Python;
import io.forkyard.it.RunningJar;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** T2: a job each 100 ms, each in a fresh process; from its submission to its result. */
final class PacedRow implements Row {

  private static final long PACE_NANOS = 100_000_000;

  /** How long one job took. */
  @FunctionalInterface
  private interface Job {

    double millis() throws Exception;
  }

  @Override
  public void measure(Stage stage, Table table) throws Exception {
    RunningJar service = stage.service();
    Jobs.warmUp(service);
    int port = service.port();
    List<Dialogue> callers = Dialogue.many(2, () -> Jobs.caller("default"));
    Contender warm = () -> Load.run(port, callers, 60);
    warm.warmUp(3);
    Talk caller = stage.keep(new Talk(port, Jobs.caller("default")));
    Contest.ofTimes(table, "T2")
        .beside(stage, Python.rq("Worker"), PacedRow::paced, Limit.atMost(0.4))
        .beside(stage, Python.pool("fork", true), PacedRow::paced, Limit.NONE)
        .beside(stage, Python.pool("spawn", true), PacedRow::paced, Limit.NONE)
        .run(
            "submit to result in a fresh JVM, one each 100 ms",
            paced(60, () -> ours(caller)),
            Limit.atMost(2.5),
            Limit.atMost(6));
  }

  private static double ours(Talk caller) throws Exception {
    long start = System.nanoTime();
    caller.say();
    caller.hear();
    return (System.nanoTime() - start) / 1e6;
  }

  private static Contender paced(Python peer) {
    return paced(15, () -> peer.job() * 1e3);
  }

  private static Contender paced(int count, Job job) {
    return () -> {
      double[] millis = new double[count];
      long start = System.nanoTime();
      for (int n = 0; n < count; n++) {
        TimeUnit.NANOSECONDS.sleep(start + n * PACE_NANOS - System.nanoTime());
        millis[n] = job.millis();
      }
      return Sample.ofEach(millis);
    };
  }
}
