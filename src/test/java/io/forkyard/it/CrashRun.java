package io.forkyard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Many callers of a service that is killed at random instants. They repeat what had no answer, with
 * the same key, and count; at the end everything that was accepted is there, and once.
 */
public final class CrashRun {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int SUBMITTERS = 4;
  private static final String MAP_ITEMS =
      IntStream.range(0, 20).mapToObj("[0, %d]"::formatted).collect(joining(", ", "[", "]"));
  private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

  private final Victim service;
  private final int kills;
  private final Random random = new Random(20_261_121);
  private final Map<String, String> jobs = new ConcurrentHashMap<>();
  private final Map<String, String> maps = new ConcurrentHashMap<>();
  private final AtomicInteger put = new AtomicInteger();
  private final List<Integer> got = new ArrayList<>();
  private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

  /** Their acknowledgement had no answer at first, and may have come too late then. */
  private final Set<Integer> doubtful = ConcurrentHashMap.newKeySet();

  private final List<Long> fences = new ArrayList<>();
  private volatile int cutGets;
  private volatile boolean over;

  private CrashRun(Victim service, int kills) {
    this.service = service;
    this.kills = kills;
  }

  /** Kills it so many times; tells what was counted, when all is as it should be. */
  public static String of(Path data, int kills) throws Exception {
    try (MortalService service = new MortalService(data)) {
      return new CrashRun(service, kills).run();
    }
  }

  /** The same with three nodes on one PostgreSQL, of which one after another is harmed. */
  public static String ofNodes(Path data, int harms) throws Exception {
    try (MortalNodes nodes = new MortalNodes(data)) {
      return new CrashRun(nodes, harms).run();
    }
  }

  private String run() throws Exception {
    for (String queue : List.of("plain", "lent")) {
      answer("PUT", "/v1/queues/" + queue, "{\"maxDeliveries\": 1000}");
    }
    answer("PUT", "/v1/locks/lock", "{}");
    answer("PUT", "/v1/pools/reused", "{\"size\": 2, \"maxTasksPerChild\": null}");
    List<Future<?>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < SUBMITTERS; i++) {
        String name = "job-" + i + "-";
        callers.add(threads.submit(repeated(n -> submit(name + n))));
      }
      callers.add(threads.submit(repeated(n -> map("map-" + n))));
      callers.add(threads.submit(repeated(this::putBoth)));
      callers.add(threads.submit(repeated(n -> get())));
      callers.add(threads.submit(repeated(n -> lend())));
      callers.add(threads.submit(repeated(n -> hold())));
      try {
        for (int i = 0; i < kills; i++) {
          harmAmidAnswers();
        }
      } finally {
        over = true;
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
    }
    check();
    return "%d kills, %d answers, %d calls without one: %d jobs, %d maps, %d items, %d grants"
        .formatted(
            kills,
            service.answers(),
            service.lost(),
            jobs.size(),
            maps.size(),
            2 * put.get(),
            fences.size());
  }

  private interface Step {

    void take(int number) throws Exception;
  }

  private Callable<Void> repeated(Step step) {
    return () -> {
      for (int n = 0; !over; n++) {
        step.take(n);
      }
      return null;
    };
  }

  /** An instant that depends on what the callers have reached, and on chance. */
  private void harmAmidAnswers() throws Exception {
    long next = service.answers() + 20 + random.nextInt(160);
    while (service.answers() < next) {
      Thread.onSpinWait();
    }
    service.harm(random);
  }

  /** The next is submitted when this one has ended. */
  private void submit(String name) throws Exception {
    String body =
        """
        {"name": "%s", "target": "io.forkyard.examples.Sums::evens", "args": [0, 10],
         "pool": "%s", "maxAttempts": 100}
        """
            .formatted(name, random.nextBoolean() ? "reused" : "default");
    String id = answer("POST", "/v1/jobs", body, name).get("id").asString();
    assertThat(jobs.put(id, name)).isNull();
    assertThat(ended("/v1/jobs/" + id).get("result").asInt()).isEqualTo(20);
  }

  private void map(String name) throws Exception {
    String body =
        """
        {"name": "%s", "target": "io.forkyard.examples.Sums::evens", "items": %s, "star": true,
         "pool": "reused", "chunkSize": 3, "maxAttempts": 100}
        """
            .formatted(name, MAP_ITEMS);
    String id = answer("POST", "/v1/maps", body, name).get("id").asString();
    assertThat(maps.put(id, name)).isNull();
    assertThat(ended("/v1/maps/" + id).get("results").get(19).asInt()).isEqualTo(90);
  }

  private JsonNode ended(String path) throws Exception {
    JsonNode seen = answer("GET", path + "?wait=30", "");
    while (!seen.get("ready").asBoolean()) {
      seen = answer("GET", path + "?wait=30", "");
    }
    assertThat(seen.get("state").asString()).as("%s", seen).isEqualTo("SUCCEEDED");
    return seen;
  }

  private void putBoth(int number) throws Exception {
    for (String queue : List.of("plain", "lent")) {
      String path = "/v1/queues/" + queue + "/put";
      answer("POST", path, String.valueOf(number), queue + number);
    }
    put.set(number + 1);
  }

  private void get() throws Exception {
    Victim.Answer answer = service.call("POST", "/v1/queues/plain/get?timeout=1", "", "none");
    cutGets += answer.failures();
    if (answer.status() == 200) {
      got.add(Integer.valueOf(answer.body()));
    }
  }

  /** An answer that was cut off costs the item its lease, not its life. */
  private void lend() throws Exception {
    Victim.Answer lent = service.call("POST", "/v1/queues/lent/get?timeout=1&lease=2", "", "none");
    if (lent.status() == 200) {
      String token = lent.headers().firstValue("Lease-Token").orElseThrow();
      String body = "{\"token\": \"" + token + "\"}";
      Victim.Answer done = service.call("POST", "/v1/queues/lent/ack", body, "none");
      if (done.status() == 204) {
        acknowledged.add(Integer.valueOf(lent.body()));
      } else if (done.failures() > 0) {
        doubtful.add(Integer.valueOf(lent.body()));
      }
    }
  }

  private void hold() throws Exception {
    Victim.Answer grant =
        service.call("POST", "/v1/locks/lock/acquire?timeout=5&lease=2", "", "none");
    if (grant.status() == 200) {
      JsonNode held = JSON.readTree(grant.body());
      fences.add(held.get("fence").asLong());
      String body = "{\"token\": \"" + held.get("token").asString() + "\"}";
      service.call("POST", "/v1/locks/lock/release", body, "none");
    }
  }

  private void check() throws Exception {
    assertThat(names("/v1/jobs")).isEqualTo(jobs);
    assertThat(names("/v1/maps")).isEqualTo(maps);
    assertThat(ends()).isEqualTo(once());
    assertThat(fences).isSorted().doesNotHaveDuplicates();
    while (left("lent") > 0) {
      lend();
    }
    acknowledged.addAll(doubtful);
    assertThat(acknowledged).hasSize(put.get());
    checkOrder();
  }

  /** Items that are there, lent or not. */
  private int left(String queue) throws Exception {
    for (JsonNode row : answer("GET", "/actuator/queues", "").get("queues")) {
      if (row.get("name").asString().equals(queue)) {
        return row.get("qsize").asInt() + row.get("lent").asInt();
      }
    }
    throw new AssertionError("there is no queue " + queue);
  }

  /** What nobody got and is not there was in an answer that was cut off. */
  private void checkOrder() throws Exception {
    List<Integer> all = new ArrayList<>(got);
    JsonNode batch = answer("POST", "/v1/queues/plain/get-batch?max=1000&block=false", "");
    while (!batch.isEmpty()) {
      batch.forEach(item -> all.add(item.asInt()));
      batch = answer("POST", "/v1/queues/plain/get-batch?max=1000&block=false", "");
    }
    assertThat(all).isSorted().doesNotHaveDuplicates();
    assertThat(put.get() - all.size()).isBetween(0, cutGets);
  }

  /** All that there are, by id. */
  private Map<String, String> names(String list) throws Exception {
    Map<String, String> names = new HashMap<>();
    String cursor = "";
    do {
      JsonNode page = answer("GET", list + "?limit=1000" + cursor, "");
      page.get("items")
          .forEach(it -> names.put(it.get("id").asString(), it.get("name").asString()));
      cursor = page.has("next") ? "&cursor=" + page.get("next").asString() : "";
    } while (!cursor.isEmpty());
    return names;
  }

  private Map<String, Integer> once() {
    Map<String, Integer> once = new HashMap<>();
    jobs.keySet().forEach(id -> once.put(id, 1));
    maps.keySet().forEach(id -> once.put(id, 1));
    return once;
  }

  /** How often each job and map has ended, as the changes tell; they go on over all lives. */
  private Map<String, Integer> ends() throws Exception {
    Map<String, Integer> ends = new HashMap<>();
    String last = "last-of-all";
    answer("PUT", "/v1/pools/" + last, "{\"spares\": 0}");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                service.jar().open("/v1/changes", "Last-Event-ID", "0"), UTF_8))) {
      for (String line = lines.readLine(); !line.contains(last); line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          JsonNode change = JSON.readTree(line.substring("data: ".length()));
          boolean work = Set.of("job", "map").contains(change.get("kind").asString());
          if (work && ENDS.contains(change.get("state").asString())) {
            ends.merge(change.get("id").asString(), 1, Integer::sum);
          }
        }
      }
    }
    return ends;
  }

  private JsonNode answer(String method, String path, String body) throws Exception {
    return answer(method, path, body, "none");
  }

  private JsonNode answer(String method, String path, String body, String key) throws Exception {
    Victim.Answer answer = service.call(method, path, body, key);
    assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
    return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
  }
}
