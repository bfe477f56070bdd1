package io.forkyard.bench;

import io.forkyard.bench.load.Contender;
import io.forkyard.bench.load.Dialogue;
import io.forkyard.bench.load.Load;
import io.forkyard.bench.load.Stage;
import io.forkyard.bench.peer.Python;
import io.forkyard.it.RunningJar;
import java.util.List;
import java.util.Map;

/** T3: single jobs in children that are reused. */
final class ReusedRow implements Row {

  private static final int CALLERS = 64;
  private static final int JOBS = 2000;

  @Override
  public void measure(Stage stage, Table table) throws Exception {
    RunningJar service = stage.service();
    service.put("/v1/pools/reused", Map.of("size", 2, "maxTasksPerChild", "unlimited"));
    List<Dialogue> callers = Dialogue.many(CALLERS, () -> Jobs.caller("reused"));
    Contender ours = () -> Load.run(service.port(), callers, JOBS);
    ours.warmUp(20);
    Contest.ofRates(table, "T3", "jobs/s")
        .beside(stage, Python.rq("SimpleWorker"), rq -> rq.jobs(300), Limit.atLeast(10))
        .beside(stage, Python.celery(), celery -> celery.jobs(300), Limit.atLeast(10))
        .beside(stage, Python.executor(), executor -> executor.jobs(2000), Limit.NONE)
        .beside(stage, Python.pool("fork", false), pool -> pool.jobs(5000), Limit.NONE)
        .run(
            "single jobs in 2 reused children, " + CALLERS + " connections, durable",
            ours,
            Limit.atLeast(10_000),
            Limit.NONE);
  }
}
