package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The rows of {@code Lock}, {@code Semaphore} and {@code Event}. */
final class LockRows extends RowClient {

  private static final String LOCKS = "/v1/locks/";
  private static final String SEMAPHORES = "/v1/semaphores/";
  private static final String EVENTS = "/v1/events/";

  LockRows(RunningJar service) {
    super(service);
  }

  Map<String, PythonTableIT.Check> checks() {
    return Map.of(
        "`lock = Lock()`, `Manager().Lock()`",
        this::create,
        "`lock.acquire()`, `lock.acquire(timeout=2)`, `lock.acquire(block=False)`",
        this::acquire,
        "`lock.release()`",
        this::release,
        "`lock = RLock()`",
        this::reenter,
        "`s = Semaphore(2)`, `BoundedSemaphore(2)`",
        this::semaphore,
        "`s.acquire()`, `s.release()`, `s.get_value()`",
        this::permit,
        "`e = Event()`, `e.set()`, `e.clear()`, `e.is_set()`",
        this::event,
        "`e.wait(timeout)`",
        this::await);
  }

  private JsonNode call(String path) throws Exception {
    return service.post(path, Map.of());
  }

  private JsonNode release(String lock, JsonNode grant) throws Exception {
    return service.post(LOCKS + lock + "/release", Map.of("token", grant.get("token").asString()));
  }

  private static void assertRaises(JsonNode answer, String exception) {
    assertThat(answer.path("status").asInt()).as("%s", answer).isEqualTo(409);
    assertThat(answer.path("exception").asString("")).isEqualTo(exception);
  }

  private void create() throws Exception {
    assertThat(service.put(LOCKS + "made", Map.of()).get("locked").asBoolean()).isFalse();
  }

  private void acquire() throws Exception {
    service.put(LOCKS + "taken", Map.of());
    assertThat(call(LOCKS + "taken/acquire").path("token").isString()).isTrue();
    for (String way : List.of("?timeout=0.1", "?block=false")) {
      JsonNode held = call(LOCKS + "taken/acquire" + way);
      assertRaises(held, "");
      assertThat(held.get("type").asString()).endsWith("/lock-held");
    }
  }

  private void release() throws Exception {
    service.put(LOCKS + "freed", Map.of());
    JsonNode grant = call(LOCKS + "freed/acquire");
    release("freed", grant);
    assertThat(service.get(LOCKS + "freed").get("locked").asBoolean()).isFalse();
    assertRaises(release("freed", grant), "ValueError");
  }

  private void reenter() throws Exception {
    service.put(LOCKS + "deep", Map.of("reentrant", true));
    JsonNode grant = call(LOCKS + "deep/acquire");
    service.post(LOCKS + "deep/acquire", Map.of("token", grant.get("token").asString()));
    release("deep", grant);
    assertThat(service.get(LOCKS + "deep").get("count").asInt()).isEqualTo(1);
    release("deep", grant);
    assertRaises(release("deep", grant), "AssertionError");
  }

  private void semaphore() throws Exception {
    service.put(SEMAPHORES + "free", Map.of("value", 2));
    call(SEMAPHORES + "free/release");
    assertThat(service.get(SEMAPHORES + "free").get("value").asInt()).isEqualTo(3);
    service.put(SEMAPHORES + "bounded", Map.of("value", 2, "bounded", true));
    assertRaises(call(SEMAPHORES + "bounded/release"), "ValueError");
  }

  private void permit() throws Exception {
    service.put(SEMAPHORES + "one", Map.of("value", 1));
    assertThat(call(SEMAPHORES + "one/acquire").get("value").asInt()).isZero();
    assertRaises(call(SEMAPHORES + "one/acquire?block=false"), "");
    call(SEMAPHORES + "one/release");
    assertThat(service.get(SEMAPHORES + "one").get("value").asInt()).isEqualTo(1);
  }

  private void event() throws Exception {
    service.put(EVENTS + "flag", Map.of());
    call(EVENTS + "flag/set");
    assertThat(service.get(EVENTS + "flag").get("set").asBoolean()).isTrue();
    call(EVENTS + "flag/clear");
    assertThat(service.get(EVENTS + "flag").get("set").asBoolean()).isFalse();
  }

  private void await() throws Exception {
    service.put(EVENTS + "awaited", Map.of());
    assertThat(call(EVENTS + "awaited/wait?timeout=0.1").get("set").asBoolean()).isFalse();
    call(EVENTS + "awaited/set");
    assertThat(call(EVENTS + "awaited/wait").get("set").asBoolean()).isTrue();
  }
}
