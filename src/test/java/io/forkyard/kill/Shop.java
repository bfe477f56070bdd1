package io.forkyard.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.fixture.Accounts;
import io.forkyard.it.BareConnection;
import io.forkyard.it.BareConnection.Answer;
import io.forkyard.it.RunningJar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A queue, the pool of the children that use it, and the account of what was put and got. */
final class Shop {

  private static final JsonMapper JSON = new JsonMapper();

  private final RunningJar service;
  private final String name;
  private final Random random = new Random(20_261_121);
  private final AtomicInteger kills = new AtomicInteger();
  private volatile boolean over;

  final Notes notes = new Notes();

  /** Items whose caller over HTTP was told that they are in the queue. */
  final Set<String> put = ConcurrentHashMap.newKeySet();

  /** Items that callers over HTTP have read to the end. */
  final Collection<String> got = new ConcurrentLinkedQueue<>();

  Shop(RunningJar service, String name) throws Exception {
    this.service = service;
    this.name = name;
    service.put("/v1/pools/" + name, Map.of("size", 4, "maxTasksPerChild", 1, "spares", 2));
    service.put("/v1/queues/" + name, Map.of("maxsize", 200));
    service.put("/v1/events/" + name, Map.of());
  }

  int port() {
    return service.port();
  }

  byte[] request(String call, String body, String... headers) {
    return BareConnection.request("POST /v1/queues/" + name + "/" + call, body, headers);
  }

  static String id(String item) {
    return JSON.readTree(item).get("id").asString();
  }

  /** Runs a job of {@link Accounts} until it ends. Whether it did so by itself. */
  boolean work(String method, Object... more) throws Exception {
    List<Object> args = new ArrayList<>(List.of(name, notes.file()));
    args.addAll(List.of(more));
    String target = Accounts.class.getName() + "::" + method;
    JsonNode job = service.post("/v1/jobs", Map.of("pool", name, "target", target, "args", args));
    String path = "/v1/jobs/" + job.path("id").asString() + "?wait=60";
    for (job = service.get(path); !job.path("ready").asBoolean(); ) {
      job = service.get(path);
    }
    if (!job.path("successful").asBoolean()) {
      assertThat(job.at("/failure/exitCode").asInt()).as("%s", job).isEqualTo(-9);
    }
    return job.path("successful").asBoolean();
  }

  boolean consume() throws Exception {
    return work("consume", name);
  }

  /** Kills one of the children that work. */
  synchronized void kill() throws Exception {
    List<Long> pids =
        service
            .get("/v1/pools/" + name)
            .get("workers")
            .valueStream()
            .filter(worker -> worker.get("state").asString().equals("BUSY"))
            .map(worker -> worker.get("pid").asLong())
            .toList();
    if (!pids.isEmpty()) {
      ProcessHandle.of(pids.get(random.nextInt(pids.size())))
          .filter(ProcessHandle::destroyForcibly)
          .ifPresent(child -> kills.incrementAndGet());
    }
  }

  int kills() {
    return kills.get();
  }

  /** Closes the queue when the work fails, so that nobody waits for the others. */
  <T> T open(Callable<T> work) throws Exception {
    boolean done = false;
    try {
      T value = work.call();
      done = true;
      return value;
    } finally {
      if (!done) {
        end();
        service.post("/v1/queues/" + name + "/close", Map.of());
      }
    }
  }

  /** Tells the consumers that nothing more is put. */
  void end() throws Exception {
    over = true;
    service.post("/v1/events/" + name + "/set", Map.of());
  }

  boolean over() {
    return over;
  }

  /** What is left, also what is about to come back; it is taken. */
  List<String> rest() throws IOException {
    List<String> rest = new ArrayList<>();
    List<String> items = batch();
    while (!items.isEmpty()) {
      rest.addAll(items);
      items = batch();
    }
    return rest;
  }

  private List<String> batch() throws IOException {
    String items = ask(request("get-batch?max=1000&timeout=4", "")).body();
    return ids(JSON.readTree(items));
  }

  List<String> deadLetters() throws Exception {
    return ids(service.get("/v1/queues/" + name + "/dead-letters?limit=1000").get("items"));
  }

  private static List<String> ids(JsonNode items) {
    return items.valueStream().map(item -> item.get("id").asString()).toList();
  }

  Answer ask(byte[] request) throws IOException {
    return BareConnection.call(service.port(), request);
  }

  /** A number that the service counts for this queue. */
  int count(String meter) throws Exception {
    return service
        .get("/actuator/metrics/forkyard.queue." + meter + "?tag=queue:" + name)
        .at("/measurements/0/value")
        .asInt();
  }
}
