package io.forkyard.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.it.BareConnection;
import io.forkyard.it.RunningJar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many items go through a queue over HTTP, and how soon a blocked caller has one; beside it, in
 * the same rounds, what an answer without work and a bare transaction of the database take.
 */
class QueueBench {

  private static final int ROUNDS = 5;
  private static final byte[] ECHO = BareConnection.request("GET /actuator/health/liveness", "");
  private static final byte[] PUT =
      BareConnection.request("POST /v1/queues/bench/put", "{\"order\":7}");
  private static final byte[] GET = BareConnection.request("POST /v1/queues/bench/get", "");
  private static final byte[] PUT_MANY =
      BareConnection.request(
          "POST /v1/queues/bench/put-batch",
          IntStream.range(0, 100)
              .mapToObj(String::valueOf)
              .collect(Collectors.joining(",", "[", "]")));
  private static final byte[] GET_MANY =
      BareConnection.request("POST /v1/queues/bench/get-batch?max=100", "");

  private static RunningJar service;
  private static Path data;

  @BeforeAll
  static void start() throws Exception {
    data = TestData.folder("bench");
    service = RunningJar.start(data);
    service.put("/v1/queues/bench", Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  /** Operations per second of one round. */
  private record Round(double echo, double rows, double puts, double gets, double pairs) {

    /** A request, and a row that is committed with those of the other callers. */
    double floor() {
      return 1 / (1 / echo + 1 / rows);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 64})
  void itemsPerSecond(int callers) throws Exception {
    int requests = callers == 1 ? 2_000 : 6_400;
    List<Round> rounds = new ArrayList<>();
    for (int n = -1; n < ROUNDS; n++) {
      Round round =
          new Round(
              rate(callers, requests, ECHO),
              Floor.rows(data, callers),
              rate(callers, requests, PUT),
              rate(callers, requests, GET),
              rate(callers, requests, PUT, GET) / 2);
      if (n >= 0) {
        rounds.add(round);
      }
    }
    System.out.printf(
        "queue, %d callers: %.0f puts/s (%.2f of the floor), %.0f gets/s (%.2f), %.0f pairs/s"
            + " (%.2f); echo %.0f/s, rows %.0f/s%n",
        callers,
        median(rounds, Round::puts),
        median(rounds, round -> round.puts() / round.floor()),
        median(rounds, Round::gets),
        median(rounds, round -> round.gets() / round.floor()),
        median(rounds, Round::pairs),
        median(rounds, round -> 2 * round.pairs() / round.floor()),
        median(rounds, Round::echo),
        median(rounds, Round::rows));
  }

  @Test
  void itemsPerSecondInBatches() throws Exception {
    List<Round> rounds = new ArrayList<>();
    for (int n = 0; n < ROUNDS; n++) {
      double rows = Floor.rows(data, 100);
      double puts = 100 * rate(4, 200, PUT_MANY);
      double gets = 100 * rate(4, 200, GET_MANY);
      rounds.add(new Round(Double.MAX_VALUE, rows, puts, gets, 1 / (1 / puts + 1 / gets)));
    }
    System.out.printf(
        "queue, batches of 100: %.0f puts/s (%.2f of bare rows), %.0f gets/s (%.2f), %.0f items/s"
            + " put and got; rows %.0f/s%n",
        median(rounds, Round::puts),
        median(rounds, round -> round.puts() / round.rows()),
        median(rounds, Round::gets),
        median(rounds, round -> round.gets() / round.rows()),
        median(rounds, Round::pairs),
        median(rounds, Round::rows));
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
    return rounds.stream().mapToDouble(value).sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
  }

  /** Requests a second, when so many callers send these, each in turn. */
  private static double rate(int callers, int requests, byte[]... turn) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      List<Future<?>> all = new ArrayList<>();
      for (int n = 0; n < callers; n++) {
        all.add(threads.submit(() -> send(requests / callers, turn)));
      }
      for (Future<?> one : all) {
        one.get();
      }
      return requests * 1e9 / (System.nanoTime() - start);
    }
  }

  private static Void send(int requests, byte[]... turn) throws Exception {
    try (KeptConnection connection = new KeptConnection(service.port())) {
      for (int n = 0; n < requests; n++) {
        assertThat(connection.ask(turn[n % turn.length]).status()).isBetween(200, 201);
      }
    }
    return null;
  }
}
