package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Calls of the service as the README's table writes them, with one piece of code for all rows. */
class RowClient {

  private static final String SOURCE =
      """
      public class Rows {
        static int base;
        public static void initialize(int x) { base = x; }
        public static int base() { return base; }
        static int calls;
        public static int count() { return ++calls; }
        public static int twice(int x) { return 2 * x; }
        public static int minus(int x, int y) { return x - y; }
        public static int invert(int x) { return 100 / x; }
        public static void exit(int code) { System.exit(code); }
        public static void fail() { throw new IllegalStateException("the reason"); }
        public static void print() { System.out.println("printed"); }
        public static void self() {
          System.out.print(
              io.forkyard.api.Forkyard.pid() + " " + io.forkyard.api.Forkyard.ppid() + " "
                  + io.forkyard.api.Forkyard.jobId());
        }
        public static int leaves(int levels) throws Exception {
          if (levels == 0) {
            return 1;
          }
          var left = io.forkyard.api.Forkyard.submit(Integer.class, "Rows::leaves", levels - 1);
          var right = io.forkyard.api.Forkyard.submit(Integer.class, "Rows::leaves", levels - 1);
          return left.get() + right.get();
        }
        public static void put(String queue, Object item) throws Exception {
          io.forkyard.api.Forkyard.queue(queue, 0).put(item);
        }
        public static Object take(String queue) throws Exception {
          return io.forkyard.api.Forkyard.queue(queue, 0).take();
        }
        public static int work(io.forkyard.api.SharedQueue<Object> queue) throws Exception {
          int done = 0;
          while (queue.take() instanceof Integer item) {
            done += item;
            queue.taskDone();
          }
          queue.taskDone();
          return done;
        }
        public static boolean join(io.forkyard.api.SharedQueue<Object> queue) throws Exception {
          queue.join();
          return queue.isEmpty();
        }
        public static int borrow(io.forkyard.api.SharedQueue<Integer> queue) throws Exception {
          try (var item = queue.lend(java.time.Duration.ofSeconds(30))) {
            item.acknowledge();
            return item.value();
          }
        }
        public static boolean share(String name) throws Exception {
          var lock = io.forkyard.api.Forkyard.lock(name);
          lock.lock();
          io.forkyard.api.Forkyard.semaphore(name).acquire();
          io.forkyard.api.Forkyard.event(name).set();
          lock.unlock();
          return true;
        }
        public static void stay() throws Exception {
          System.out.println("here");
          new java.util.concurrent.CountDownLatch(1).await();
        }
        public static void spin() { while (true) { } }
      }
      """;

  final RunningJar service;

  RowClient(RunningJar service) {
    this.service = service;
  }

  /** A request that runs one of the methods above. */
  static Map<String, Object> call(String method, Object... args) {
    return new HashMap<>(
        Map.of("source", SOURCE, "target", "Rows::" + method, "args", List.of(args)));
  }

  static Map<String, Object> call(Map<String, Object> more, String method, Object... args) {
    Map<String, Object> call = call(method, args);
    call.putAll(more);
    return call;
  }

  /** The path of what a submission has made. */
  String submit(String kind, Map<String, Object> request) throws Exception {
    JsonNode made = service.post(kind, request);
    assertThat(made.path("id").isString()).as("%s", made).isTrue();
    return kind + "/" + made.get("id").asString();
  }

  /** The same as soon as its code runs. */
  String started(String kind, Map<String, Object> request) throws Exception {
    String path = submit(kind, request);
    try (var output = service.open(path + "/output?stream=stdout&follow=true")) {
      assertThat(output.read()).isEqualTo('h');
    }
    return path;
  }

  JsonNode ended(String path) throws Exception {
    JsonNode seen = service.get(path + "?wait=60");
    String end = path.startsWith("/v1/processes") ? "endedAt" : "finishedAt";
    assertThat(seen.path(end).isString()).as("%s", seen).isTrue();
    return seen;
  }

  static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The value of a job. */
  JsonNode value(Map<String, Object> job) throws Exception {
    JsonNode seen = service.post("/v1/jobs?wait=60", job);
    assertThat(seen.path("state").asString()).as("%s", seen).isEqualTo("SUCCEEDED");
    return seen.get("result");
  }

  JsonNode pool(String name, Map<String, Object> settings) throws Exception {
    JsonNode pool = service.put("/v1/pools/" + name, settings);
    assertThat(pool.path("state").asString()).as("%s", pool).isEqualTo("RUNNING");
    return pool;
  }
}
