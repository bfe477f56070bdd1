package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The rows of {@code Queue}. */
final class QueueRows extends RowClient {

  private static final String QUEUES = "/v1/queues/";

  QueueRows(RunningJar service) {
    super(service);
  }

  Map<String, PythonTableIT.Check> checks() {
    return Map.of(
        "`q = Queue(5)`, `JoinableQueue(5)`, `Manager().Queue(5)`",
        this::create,
        "`q.put(item)`, `q.put(item, timeout=2)`, `q.put_nowait(item)`",
        this::put,
        "`q.get()`, `q.get(timeout=2)`, `q.get_nowait()`",
        this::get,
        "`q.qsize()`, `q.empty()`, `q.full()`",
        this::size,
        "`q.task_done()`, `q.join()`",
        this::join,
        "`q.close()`",
        this::close,
        "many at once",
        this::batch,
        "`Process(target=f, args=(q,))`: processes that share a queue",
        this::share,
        "`Process(target=f, args=(JoinableQueue(),))`: workers whose items are counted",
        this::count);
  }

  private JsonNode queue(String name, int maxsize) throws Exception {
    return service.put(QUEUES + name, Map.of("maxsize", maxsize));
  }

  private void create() throws Exception {
    assertThat(queue("five", 5).get("maxsize").asInt()).isEqualTo(5);
  }

  private void put() throws Exception {
    queue("narrow", 1);
    assertThat(service.post(QUEUES + "narrow/put", 1).path("id").isMissingNode()).isFalse();
    for (String way : List.of("?timeout=0.1", "?block=false")) {
      JsonNode full = service.post(QUEUES + "narrow/put" + way, 2);
      assertThat(full.get("status").asInt()).isEqualTo(409);
      assertThat(full.get("exception").asString()).isEqualTo("queue.Full");
    }
  }

  private void get() throws Exception {
    queue("some", 0);
    service.post(QUEUES + "some/put", List.of(1, "two"));
    assertThat(service.post(QUEUES + "some/get", Map.of()).toString()).isEqualTo("[1,\"two\"]");
    assertThat(service.post(QUEUES + "some/get?timeout=0.1", Map.of()).isMissingNode()).isTrue();
    assertThat(service.post(QUEUES + "some/get?block=false", Map.of()).isMissingNode()).isTrue();
  }

  private void size() throws Exception {
    queue("sized", 1);
    service.post(QUEUES + "sized/put", 1);
    JsonNode queue = service.get(QUEUES + "sized");
    assertThat(queue.get("qsize").asInt()).isEqualTo(1);
    assertThat(queue.get("empty").asBoolean()).isFalse();
    assertThat(queue.get("full").asBoolean()).isTrue();
  }

  private void join() throws Exception {
    queue("joinable", 0);
    service.post(QUEUES + "joinable/put", 1);
    service.post(QUEUES + "joinable/get", Map.of());
    assertThat(service.post(QUEUES + "joinable/join?wait=0.1", Map.of()).get("unfinished").asInt())
        .isEqualTo(1);
    service.post(QUEUES + "joinable/task-done", Map.of());
    assertThat(service.post(QUEUES + "joinable/join?wait=60", Map.of()).get("unfinished").asInt())
        .isZero();
  }

  private void close() throws Exception {
    queue("shut", 0);
    assertThat(service.post(QUEUES + "shut/close", Map.of()).get("closed").asBoolean()).isTrue();
    assertThat(service.post(QUEUES + "shut/put", 1).get("status").asInt()).isEqualTo(409);
  }

  private void share() throws Exception {
    String reader = submit("/v1/jobs", call("take", "between"));
    value(call("put", "between", List.of(1, "two")));
    assertThat(ended(reader).get("result").toString()).isEqualTo("[1,\"two\"]");
  }

  private void count() throws Exception {
    queue("counted", 0);
    service.post(QUEUES + "counted/put-batch", List.of(1, 2, 3, "end"));
    String joiner = submit("/v1/jobs", call("join", "counted"));
    assertThat(value(call("work", "counted")).asInt()).isEqualTo(6);
    assertThat(ended(joiner).get("result").asBoolean()).isTrue();
    service.post(QUEUES + "counted/put", 7);
    assertThat(value(call("borrow", "counted")).asInt()).isEqualTo(7);
  }

  private void batch() throws Exception {
    queue("batched", 2);
    service.post(QUEUES + "batched/put-batch", List.of(1, 2));
    assertThat(service.post(QUEUES + "batched/put-batch?block=false", List.of(3)).get("status"))
        .hasToString("409");
    assertThat(service.post(QUEUES + "batched/get-batch?max=100", Map.of()).toString())
        .isEqualTo("[1,2]");
  }
}
