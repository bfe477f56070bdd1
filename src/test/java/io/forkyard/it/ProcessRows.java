package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** The rows of {@code Process}. */
final class ProcessRows extends RowClient {

  private static final String PROCESSES = "/v1/processes";

  ProcessRows(RunningJar service) {
    super(service);
  }

  Map<String, PythonTableIT.Check> checks() {
    return Map.ofEntries(
        Map.entry("`p = Process(target=f, args=…, kwargs=…, name=…)`, `p.start()`", this::start),
        Map.entry("`p.name`", this::name),
        Map.entry("`p.pid`, its parent", this::pids),
        Map.entry("`p.join(timeout)`", this::join),
        Map.entry("`p.is_alive()`", this::alive),
        Map.entry(
            "`p.exitcode`: `None`, 0, `n`, 1 after an exception, `-15`, `-9`", this::exitCode),
        Map.entry("`p.terminate()`", this::terminate),
        Map.entry("`p.kill()`", this::kill),
        Map.entry("a daemon process", this::daemon),
        Map.entry("`multiprocessing.active_children()`", this::activeChildren),
        Map.entry("`multiprocessing.current_process()`", this::currentProcess),
        Map.entry("`py-spy dump --pid PID`, `faulthandler`", this::threads));
  }

  private void start() throws Exception {
    Map<String, Object> named = Map.of("kwargs", Map.of("y", 3), "name", "worker-7");
    JsonNode process = ended(submit(PROCESSES, call(named, "minus", 10)));
    assertThat(process.get("name").asString()).isEqualTo("worker-7");
    assertThat(process.get("exitCode").asInt()).isZero();
  }

  private void name() throws Exception {
    assertThat(ended(submit(PROCESSES, call("count"))).get("name").asString())
        .matches("Process-\\d+");
  }

  private void pids() throws Exception {
    JsonNode process = service.get(submit(PROCESSES, call("count")));
    assertThat(process.get("pid").asLong()).isPositive();
    assertThat(process.get("ppid").asLong()).isEqualTo(service.pid());
  }

  private void join() throws Exception {
    String process = started(PROCESSES, call("stay"));
    assertThat(service.get(process + "?wait=0.1").get("alive").asBoolean()).isTrue();
    service.post(process + "/kill", Map.of());
    assertThat(service.get(process + "?wait=60").get("alive").asBoolean()).isFalse();
  }

  private void alive() throws Exception {
    String process = started(PROCESSES, call("stay"));
    assertThat(service.get(process).get("alive").asBoolean()).isTrue();
    service.post(process + "/kill", Map.of());
    assertThat(ended(process).get("alive").asBoolean()).isFalse();
  }

  private void exitCode() throws Exception {
    String process = started(PROCESSES, call("stay"));
    assertThat(service.get(process).get("exitCode").isNull()).isTrue();
    service.post(process + "/kill", Map.of());
    assertThat(exitCode(process)).isEqualTo(-9);
    assertThat(exitCode(submit(PROCESSES, call("count")))).isZero();
    assertThat(exitCode(submit(PROCESSES, call("exit", 7)))).isEqualTo(7);
    String failed = submit(PROCESSES, call("fail"));
    assertThat(exitCode(failed)).isEqualTo(1);
    assertThat(service.get(failed).at("/failure/message").asString()).isEqualTo("the reason");
  }

  private int exitCode(String process) throws Exception {
    return ended(process).get("exitCode").asInt();
  }

  private void terminate() throws Exception {
    String process = started(PROCESSES, call("stay"));
    service.post(process + "/terminate", Map.of());
    assertThat(exitCode(process)).isEqualTo(-15);
  }

  private void kill() throws Exception {
    String process = started(PROCESSES, call("stay"));
    service.post(process + "/kill", Map.of());
    assertThat(exitCode(process)).isEqualTo(-9);
  }

  private void daemon() throws Exception {
    ProcessHandle child;
    try (RunningJar other = RunningJar.start(TestData.folder("daemon"))) {
      JsonNode made = other.post(PROCESSES, call("stay"));
      child = ProcessHandle.of(made.get("pid").asLong()).orElseThrow();
      other.kill();
    }
    child.onExit().get(60, TimeUnit.SECONDS);
  }

  private void activeChildren() throws Exception {
    String process = started(PROCESSES, call("stay"));
    assertThat(service.get(PROCESSES).get("items").valueStream())
        .extracting(row -> PROCESSES + "/" + row.get("id").asString())
        .contains(process);
    service.post(process + "/kill", Map.of());
    ended(process);
    assertThat(service.get(PROCESSES).get("items").valueStream())
        .filteredOn(row -> process.endsWith(row.get("id").asString()))
        .extracting(row -> row.get("alive").asBoolean())
        .containsExactly(false);
  }

  private void currentProcess() throws Exception {
    String process = submit(PROCESSES, call("self"));
    JsonNode seen = ended(process);
    assertThat(service.text(process + "/output?stream=stdout"))
        .isEqualTo("%d %d %s", seen.get("pid").asLong(), service.pid(), id(process));
  }

  private void threads() throws Exception {
    String process = started(PROCESSES, call("stay"));
    assertThat(service.text(process + "/threads")).contains("Rows.stay");
    service.post(process + "/kill", Map.of());
    Map<String, Object> bounded = Map.of("timeout", 2);
    JsonNode late = ended(submit("/v1/jobs", call(bounded, "spin")));
    assertThat(late.at("/failure/threadDump").asString()).contains("Rows.spin");
  }
}
