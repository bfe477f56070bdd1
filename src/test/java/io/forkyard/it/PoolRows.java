package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.PostBox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The rows of {@code Pool} and of a job's {@code AsyncResult}. */
final class PoolRows extends RowClient {

  private static final String JOBS = "/v1/jobs";

  private final PostBox box;

  PoolRows(RunningJar service, PostBox box) {
    super(service);
    this.box = box;
  }

  Map<String, PythonTableIT.Check> checks() {
    return Map.ofEntries(
        Map.entry("`Pool(3)`", this::size),
        Map.entry("`Pool(3, maxtasksperchild=1)`", this::oneTask),
        Map.entry("`Pool(3)` whose workers are reused", this::reused),
        Map.entry("`Pool(3, initializer=f, initargs=(1,))`", this::initializer),
        Map.entry("`pool.close()`", this::close),
        Map.entry("`pool.terminate()`", this::terminate),
        Map.entry("`pool.join()`", this::join),
        Map.entry("`pool.apply(f, args, kwds)`", this::apply),
        Map.entry("`r = pool.apply_async(f, args, kwds)`", this::applyAsync),
        Map.entry("`r.ready()`, `r.successful()`", this::ready),
        Map.entry("`r.wait(timeout)`, `r.get(timeout)`", this::get),
        Map.entry("an exception raised by `r.get()`", this::exception),
        Map.entry("the process of a job: its `pid` and `exitcode`", this::process),
        Map.entry("`os.getpid()`, `os.getppid()`", this::pids),
        Map.entry("a process that starts processes", this::jobsOfJobs),
        Map.entry("a job cannot be stopped", this::stop),
        Map.entry("`pool.apply_async(f, args, callback=g, error_callback=h)`", this::callback),
        Map.entry("output on the terminal", this::output));
  }

  private void size() throws Exception {
    assertThat(pool("sized", Map.of("size", 3)).get("size").asInt()).isEqualTo(3);
  }

  private void oneTask() throws Exception {
    assertThat(pool("single", Map.of("size", 3)).get("maxTasksPerChild").asInt()).isEqualTo(1);
    assertThat(value(call(Map.of("pool", "single"), "count")).asInt()).isEqualTo(1);
    assertThat(value(call(Map.of("pool", "single"), "count")).asInt()).isEqualTo(1);
  }

  private void reused() throws Exception {
    Map<String, Object> settings = new HashMap<>(Map.of("size", 1));
    settings.put("maxTasksPerChild", null);
    pool("reused", settings);
    assertThat(value(call(Map.of("pool", "reused"), "count")).asInt()).isEqualTo(1);
    assertThat(value(call(Map.of("pool", "reused"), "count")).asInt()).isEqualTo(2);
  }

  private void initializer() throws Exception {
    pool("initialized", Map.of("size", 3, "initializer", call("initialize", 1)));
    assertThat(value(call(Map.of("pool", "initialized"), "base")).asInt()).isEqualTo(1);
  }

  private void close() throws Exception {
    pool("closed", Map.of("size", 1));
    String accepted = submit(JOBS, call(Map.of("pool", "closed"), "twice", 4));

    JsonNode closed = service.post("/v1/pools/closed/close", Map.of());

    assertThat(closed.get("state").asString()).isEqualTo("CLOSED");
    JsonNode refused = service.post(JOBS, call(Map.of("pool", "closed"), "twice", 4));
    assertThat(refused.get("status").asInt()).isEqualTo(409);
    assertThat(ended(accepted).get("result").asInt()).isEqualTo(8);
  }

  private void terminate() throws Exception {
    pool("terminated", Map.of("size", 1));
    String running = started(JOBS, call(Map.of("pool", "terminated"), "stay"));
    String waiting = submit(JOBS, call(Map.of("pool", "terminated"), "stay"));

    service.post("/v1/pools/terminated/terminate?grace=5", Map.of());

    assertThat(ended(running).get("state").asString()).isEqualTo("CANCELLED");
    assertThat(ended(waiting).get("state").asString()).isEqualTo("CANCELLED");
  }

  private void join() throws Exception {
    pool("joined", Map.of("size", 1));
    assertThat(service.post("/v1/pools/joined/join?wait=60", Map.of()).get("status").asInt())
        .isEqualTo(409);
    service.post("/v1/pools/joined/close", Map.of());
    JsonNode joined = service.post("/v1/pools/joined/join?wait=60", Map.of());
    assertThat(joined.get("workers")).isEmpty();
    pool("joined", Map.of("size", 1));
  }

  private void apply() throws Exception {
    Map<String, Object> byName = Map.of("pool", "default", "kwargs", Map.of("y", 3));
    assertThat(value(call(byName, "minus", 10)).asInt()).isEqualTo(7);
  }

  private void applyAsync() throws Exception {
    assertThat(ended(submit(JOBS, call("twice", 5))).get("result").asInt()).isEqualTo(10);
  }

  private void ready() throws Exception {
    String job = started(JOBS, call("stay"));
    assertThat(service.get(job).get("ready").asBoolean()).isFalse();
    assertThat(service.get(job).get("successful").isNull()).isTrue();
    service.post(job + "/kill", Map.of());
    assertThat(ended(job).get("ready").asBoolean()).isTrue();
    assertThat(ended(job).get("successful").asBoolean()).isFalse();
    assertThat(ended(submit(JOBS, call("count"))).get("successful").asBoolean()).isTrue();
  }

  private void get() throws Exception {
    String job = started(JOBS, call("stay"));
    assertThat(service.get(job + "?wait=0.1").get("ready").asBoolean()).isFalse();
    service.post(job + "/kill", Map.of());
    assertThat(service.get(job + "?wait=60").get("ready").asBoolean()).isTrue();
  }

  private void exception() throws Exception {
    JsonNode failure = ended(submit(JOBS, call("fail"))).get("failure");
    assertThat(failure.get("reason").asString()).isEqualTo("EXCEPTION");
    assertThat(failure.get("type").asString()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.get("message").asString()).isEqualTo("the reason");
    assertThat(failure.get("stackTrace").asString()).contains("Rows.fail");
  }

  private void process() throws Exception {
    assertThat(ended(submit(JOBS, call("exit", 3))).at("/process/exitCode").asInt()).isEqualTo(3);
  }

  private void pids() throws Exception {
    String path = submit(JOBS, call("self"));
    JsonNode job = ended(path);
    assertThat(service.text(path + "/output?stream=stdout"))
        .isEqualTo("%d %d %s", job.at("/process/pid").asLong(), service.pid(), id(path));
  }

  private void jobsOfJobs() throws Exception {
    assertThat(value(call("leaves", 2)).asInt()).isEqualTo(4);
  }

  private void stop() throws Exception {
    for (String way : List.of("terminate", "kill")) {
      String job = started(JOBS, call("stay"));
      service.post(job + "/" + way, Map.of());
      JsonNode ended = ended(job);
      assertThat(ended.get("state").asString()).isEqualTo("CANCELLED");
      assertThat(ended.at("/process/exitCode").asInt()).isEqualTo(way.equals("kill") ? -9 : -15);
    }
  }

  private void callback() throws Exception {
    Map<String, Object> there = Map.of("callback", Map.of("url", box.url("/done")));
    submit(JOBS, call(there, "twice", 3));
    assertThat(box.next("/done").json().get("result").asInt()).isEqualTo(6);
    submit(JOBS, call(there, "fail"));
    assertThat(box.next("/done").json().at("/failure/message").asString()).isEqualTo("the reason");
    service.put("/v1/queues/finished", Map.of());
    submit(JOBS, call(Map.of("callback", Map.of("queue", "finished")), "twice", 4));
    assertThat(service.post("/v1/queues/finished/get?timeout=60", Map.of()).get("result").asInt())
        .isEqualTo(8);
  }

  private void output() throws Exception {
    String job = submit(JOBS, call("print"));
    ended(job);
    assertThat(service.text(job + "/output?stream=stdout")).isEqualTo("printed\n");
    service.post(started(JOBS, call("stay")) + "/kill", Map.of());
  }
}
