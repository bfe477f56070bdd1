package io.forkyard.bench;

import static java.util.stream.Collectors.joining;

import io.forkyard.bench.load.Contender;
import io.forkyard.bench.load.Dialogue;
import io.forkyard.bench.load.Http;
import io.forkyard.bench.load.Load;
import io.forkyard.bench.load.Sample;
import io.forkyard.bench.load.Stage;
import io.forkyard.bench.peer.Python;
import io.forkyard.it.RunningJar;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/** T4: a map of many small items, from its submission to all results. */
final class MapRow implements Row {

  private static final int ITEMS = 10_000;
  private static final int MAPS = 10;
  private static final String CALL =
      """
      {"pool":"mapped","chunkSize":%d,"target":"Square::of","items":%s,\
      "source":"public class Square { public static long of(long n) { return n * n; } }"}\
      """;

  @Override
  public void measure(Stage stage, Table table) throws Exception {
    RunningJar service = stage.service();
    service.put("/v1/pools/mapped", Map.of("size", 2, "maxTasksPerChild", "unlimited"));
    maps(service, 100, MAPS).warmUp(6);
    for (int chunk : new int[] {100, 1000}) {
      Contest.ofRates(table, "T4", "items/s")
          .beside(stage, Python.pool("fork", false), pool -> pool.map(ITEMS, chunk), Limit.NONE)
          .run(
              "a map of 10,000 items in chunks of " + chunk + ", warm",
              maps(service, chunk, MAPS),
              Limit.atLeast(400_000),
              Limit.NONE);
    }
  }

  private static Contender maps(RunningJar service, int chunk, int count) {
    String body = CALL.formatted(chunk, numbers(n -> n));
    List<Dialogue> caller =
        List.of(
            Http.dialogue(
                Http.exchange(
                    "POST /v1/maps?wait=30", body, 200, "\"results\":" + numbers(n -> n * n))));
    return () -> {
      Sample maps = Load.run(service.port(), caller, count);
      return new Sample(ITEMS * maps.perSecond(), maps.millis());
    };
  }

  private static String numbers(LongUnaryOperator of) {
    return LongStream.range(0, ITEMS)
        .map(of)
        .mapToObj(Long::toString)
        .collect(joining(",", "[", "]"));
  }
}
