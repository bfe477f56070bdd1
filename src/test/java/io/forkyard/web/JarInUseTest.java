package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A jar stays as long as something may still need it. */
class JarInUseTest extends ServiceTest {

  private static final String WAITING = "io.forkyard.fixture.Endings::waiting";
  private static final Path CLASSES = Path.of("target/test-classes");

  private final Caller caller;

  JarInUseTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  @Test
  void aJobHoldsItsJarUntilItEnds() throws Exception {
    holds(
        "/v1/jobs", "{\"target\": \"%s\", \"classpath\": [\"%s\"]}".formatted(WAITING, jar("job")));
  }

  @Test
  void aMapHoldsItsJarUntilItEnds() throws Exception {
    holds(
        "/v1/maps",
        "{\"target\": \"%s\", \"items\": [1], \"delay\": 3600, \"classpath\": [\"%s\"]}"
            .formatted(WAITING, jar("map")));
  }

  @Test
  void aProcessHoldsItsJarUntilItEnds() throws Exception {
    holds(
        "/v1/processes",
        "{\"target\": \"%s\", \"classpath\": [\"%s\"]}".formatted(WAITING, jar("process")));
  }

  private void holds(String kind, String request) throws Exception {
    String jar = request.substring(request.indexOf("sha256:"), request.lastIndexOf("\"]"));
    Answer made = caller.post(kind, request);
    assertThat(made.status()).as(made.text()).isLessThan(300);
    String path = made.header("Location");

    assertThat(delete(jar)).isEqualTo(409);

    caller.post(path + "/kill");
    caller.get(path + "?wait=60");
    assertThat(delete(jar)).isEqualTo(204);
  }

  @Test
  void aPoolHoldsTheJarsOfItsInitializerWhichNeedNoOther() throws Exception {
    String jar = jar("io/forkyard/fixture/Counter.class");
    String pool =
        """
        {"size": 1, "initializer": {"target": "io.forkyard.fixture.Counter::startAt", "args": [7],
                                    "classpath": ["%s"]}}
        """
            .formatted(jar);
    assertThat(caller.put("/v1/pools/holding", pool).status()).isEqualTo(201);

    Answer job =
        caller.post(
            "/v1/jobs?wait=60",
            """
            {"pool": "holding", "target": "io.forkyard.fixture.Counter::raise",
             "classpath": ["%s"]}
            """
                .formatted(jar));

    assertThat(job.json().path("result").asInt()).as(job.text()).isEqualTo(8);
    assertThat(delete(jar)).isEqualTo(409);
    caller.put("/v1/pools/holding", "{\"size\": 1}");
    assertThat(delete(jar)).isEqualTo(204);
  }

  private int delete(String jar) throws Exception {
    return caller.delete("/v1/artifacts/" + jar).status();
  }

  /** A jar with one entry: a class of the tests, or else nothing of meaning. */
  private String jar(String entry) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      jar.putNextEntry(new ZipEntry(entry));
      if (entry.endsWith(".class")) {
        jar.write(Files.readAllBytes(CLASSES.resolve(entry)));
      }
    }
    Answer stored = caller.upload("/v1/artifacts", bytes.toByteArray());
    assertThat(stored.status()).as(stored.text()).isEqualTo(201);
    return stored.json().path("id").asString();
  }
}
