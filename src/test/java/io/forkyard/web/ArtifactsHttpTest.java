package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Jars as a caller meets them. */
class ArtifactsHttpTest extends ServiceTest {

  private final Caller caller;

  ArtifactsHttpTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  @Test
  void aJarIsStoredOnce() throws Exception {
    Answer created = caller.upload("/v1/artifacts", jar());
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    String id = created.json().path("id").asString();
    assertThat(created.header("Location")).isEqualTo("/v1/artifacts/" + id);
    assertThat(created.json().path("mainClass").asString()).isEqualTo("com.acme.Main");
    assertThat(caller.upload("/v1/artifacts", jar()).status()).isEqualTo(200);
    assertThat(caller.get("/v1/artifacts/" + id).json().path("id").asString()).isEqualTo(id);
    assertThat(caller.get("/v1/artifacts?limit=1").json().at("/items/0/id").asString())
        .startsWith("sha256:");
    assertThat(caller.delete("/v1/artifacts/" + id).status()).isEqualTo(204);
    assertThat(caller.delete("/v1/artifacts/" + id).status()).isEqualTo(404);
    assertThat(caller.get("/v1/artifacts/" + id).status()).isEqualTo(404);
  }

  @Test
  void whatIsNoJarIsA422() throws Exception {
    Answer answer = caller.upload("/v1/artifacts", "no jar".getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("type").asString()).isEqualTo("/problems/not-a-jar");
    assertThat(caller.upload("/v1/artifacts", new byte[0]).status()).isEqualTo(422);
  }

  /** With a fixed date, so that the bytes are the same each time. */
  private static byte[] jar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      ZipEntry manifest = new ZipEntry("META-INF/MANIFEST.MF");
      manifest.setTime(0);
      jar.putNextEntry(manifest);
      jar.write(
          "Manifest-Version: 1.0\nMain-Class: com.acme.Main\n".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
