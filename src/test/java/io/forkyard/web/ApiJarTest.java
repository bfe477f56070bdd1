package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.forkyard.TestData;
import io.forkyard.web.Caller.Answer;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The jar that code of jobs is compiled against. */
class ApiJarTest extends ServiceTest {

  private final int port;
  private final Caller caller;

  ApiJarTest(@LocalServerPort int port) {
    this.port = port;
    this.caller = new Caller(port);
  }

  @Test
  void itHoldsTheApiAndNothingElse() throws Exception {
    HttpResponse<byte[]> answer = fetch();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/java-archive");
    assertThat(answer.headers().firstValue("Content-Length"))
        .hasValue(String.valueOf(answer.body().length));
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"forkyard-api.jar\"");
    assertThat(classes(answer.body()))
        .contains("io/forkyard/api/Forkyard.class")
        .allMatch(name -> name.startsWith("io/forkyard/api/"));
  }

  @Test
  void itNeedNotBeFetchedTwice() throws Exception {
    String tag = caller.get("/v1/api.jar").header("ETag");

    assertThat(caller.get("/v1/api.jar", "If-None-Match", tag).status()).isEqualTo(304);
    Answer head = caller.send("HEAD", "/v1/api.jar", null);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("ETag")).isEqualTo(tag);
    assertThat(head.text()).isEmpty();
  }

  @Test
  void itRefusesOtherMethodsAndKinds() throws Exception {
    assertThat(caller.delete("/v1/api.jar").status()).isEqualTo(405);
    assertThat(caller.get("/v1/api.jar", "Accept", "image/png").status()).isEqualTo(406);
    assertThat(caller.get("/v1/api.jar?x=1").status()).isEqualTo(400);
  }

  /** All warnings are errors here: whoever compiles so must not stumble over the api. */
  @Test
  void codeForJava17CompilesAgainstItWithoutAWarning() throws Exception {
    Path folder = TestData.folder("api");
    Path jar = Files.write(folder.resolve("api.jar"), fetch().body());
    Path source =
        Files.writeString(
            folder.resolve("Mine.java"),
            """
            import io.forkyard.api.Forkyard;
            import java.util.concurrent.Future;
            public class Mine {
              public static int half(int n) throws Exception {
                Future<Integer> other = Forkyard.submit(Integer.class, "Mine::half", n / 2);
                Forkyard.progress(0.5);
                return n == 0 ? 0 : other.get() + (int) Forkyard.job("Mine::half").args(n)
                    .kwarg("a", null).submit().get();
              }
            }
            """);
    StringWriter messages = new StringWriter();

    boolean good =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "--release",
                    "17",
                    "-Xlint:all,-options",
                    "-Werror",
                    "-cp",
                    jar.toString(),
                    "-d",
                    folder.toString()),
                null,
                ToolProvider.getSystemJavaCompiler()
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjects(source))
            .call();

    assertThat(good).as(messages.toString()).isTrue();
  }

  @Test
  void itTellsTheNamesOfParametersAndRefusesToWorkOutsideOfAJob() throws Exception {
    Path jar = Files.write(TestData.folder("api").resolve("api.jar"), fetch().body());
    try (URLClassLoader alone =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> api = alone.loadClass("io.forkyard.api.Forkyard");

      assertThat(api.getMethod("progress", double.class).getParameters()[0].getName())
          .isEqualTo("share");
      assertThat(api.getMethods())
          .filteredOn(method -> method.getName().equals("job"))
          .hasSize(1)
          .allSatisfy(method ->
              assertThat(catchThrowable(() -> method.invoke(null, "A")))
                  .hasRootCauseInstanceOf(IllegalStateException.class));
    }
  }

  private HttpResponse<byte[]> fetch() throws Exception {
    URI address = URI.create("http://127.0.0.1:" + port + "/v1/api.jar");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
  }

  private static List<String> classes(byte[] jar) throws Exception {
    List<String> names = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().endsWith(".class")) {
          names.add(entry.getName());
        }
      }
    }
    return names;
  }
}
