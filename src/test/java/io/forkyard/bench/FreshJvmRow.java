package io.forkyard.bench;

import io.forkyard.bench.load.Contender;
import io.forkyard.bench.load.Dialogue;
import io.forkyard.bench.load.Load;
import io.forkyard.bench.load.Stage;
import io.forkyard.bench.peer.Python;
import io.forkyard.it.RunningJar;
import java.util.List;
import java.util.Map;

/** T1: a fresh JVM for each job, as many as the machine takes. */
final class FreshJvmRow implements Row {

  private static final int IN_FLIGHT = 3;
  private static final int JOBS = 90;

  @Override
  public void measure(Stage stage, Table table) throws Exception {
    RunningJar service = stage.service();
    Jobs.warmUp(service);
    service.put("/v1/pools/fresh", Map.of("size", IN_FLIGHT, "jvm", Map.of("maxHeap", "64m")));
    List<Dialogue> callers = Dialogue.many(IN_FLIGHT, () -> Jobs.caller("fresh"));
    Contender ours = () -> Load.run(service.port(), callers, JOBS);
    ours.warmUp(6);
    EmptyProgram empty = new EmptyProgram(stage.folder("empty"));
    Contest.ofRates(table, "T1", "jobs/s")
        .beside(
            "empty programs in fresh JVMs, same flags",
            () -> empty.runs(JOBS, IN_FLIGHT),
            Limit.atLeast(0.75))
        .beside(stage, Python.pool("spawn", true), pool -> pool.jobs(30), Limit.atLeast(2))
        .beside(stage, Python.pool("fork", true), pool -> pool.jobs(200), Limit.NONE)
        .run("a fresh JVM per job, " + IN_FLIGHT + " in flight", ours, Limit.NONE, Limit.NONE);
  }
}
