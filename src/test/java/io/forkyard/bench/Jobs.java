package io.forkyard.bench;

import io.forkyard.bench.load.Dialogue;
import io.forkyard.bench.load.Http;

/** The trivial job that all do who run jobs. */
final class Jobs {

  private Jobs() {}

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
