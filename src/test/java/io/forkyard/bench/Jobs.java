package io.forkyard.bench;

import io.forkyard.bench.load.Contender;
import io.forkyard.bench.load.Dialogue;
import io.forkyard.bench.load.Http;
import io.forkyard.bench.load.Load;
import io.forkyard.it.RunningJar;
import java.util.List;
import java.util.Map;

/** The trivial job that all do who run jobs. */
final class Jobs {

  private static final int CALLERS = 64;
  private static final int JOBS = 2000;
  private static final int SECONDS = 20;

  private Jobs() {}

  /** Lets a service run jobs until its own code is compiled, like that of one up for weeks. */
  static void warmUp(RunningJar service) throws Exception {
    service.put("/v1/pools/warm-up", Map.of("size", 2, "maxTasksPerChild", "unlimited"));
    List<Dialogue> callers = Dialogue.many(CALLERS, () -> caller("warm-up"));
    Contender jobs = () -> Load.run(service.port(), callers, JOBS);
    jobs.warmUp(SECONDS);
  }

  /** Submits it to a pool and waits for its end. */
  static Dialogue caller(String pool) {
    return Http.dialogue(
        Http.exchange(
            "POST /v1/jobs?wait=30",
            "{\"pool\":\""
                + pool
                + "\",\"target\":\"io.forkyard.examples.Sums::evens\","
                + "\"args\":[1,10]}",
            200,
            "\"state\":\"SUCCEEDED\"",
            "\"result\":20,"));
  }
}
