package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The rows of what the code of a job calls. */
final class InsideRows extends RowClient {

  InsideRows(RunningJar service) {
    super(service);
  }

  Map<String, PythonTableIT.Check> checks() {
    return Map.of(
        "`os.getpid()`, `os.getppid()` in a worker", this::pids,
        "a process that starts processes", this::tree);
  }

  private void pids() throws Exception {
    JsonNode job = ended(submit("/v1/jobs", call("pids")));
    assertThat(job.at("/result/0").asLong()).isEqualTo(job.at("/process/pid").asLong());
    assertThat(job.at("/result/1").asLong()).isEqualTo(service.pid());
  }

  private void tree() throws Exception {
    assertThat(value(call("leaves", 2)).asInt()).isEqualTo(4);
  }
}
