package io.forkyard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs every command of the README against the packaged service and holds its answer to the page.
 */
class ReadmeIT {

  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
  private static final JsonMapper JSON = new JsonMapper();

  /** What differs from run to run; that it is there and of the same type is still checked. */
  private static final Set<String> VOLATILE =
      Set.of(
          "id",
          "pid",
          "ppid",
          "node",
          "name",
          "peakMemoryBytes",
          "submittedAt",
          "startedAt",
          "finishedAt",
          "token",
          "expiresAt",
          "since");

  private static RunningJar service;

  @BeforeAll
  static void start() throws Exception {
    service = RunningJar.start(TestData.folder("readme"));
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  /** A shell block and, where one follows, the block with its answer. */
  record Command(String text, String kind, String answer) {
    @Override
    public String toString() {
      return text.lines().findFirst().orElse("");
    }
  }

  static Stream<Command> commands() throws IOException {
    List<Command> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
    while (block.find()) {
      String kind = block.group(1);
      if (kind.equals("sh")) {
        commands.add(new Command(block.group(2), "", ""));
      } else {
        commands.add(new Command(commands.removeLast().text(), kind, block.group(2)));
      }
    }
    return commands.stream().filter(command -> !command.text().contains("./mvnw"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandAnswersAsThePageSays(Command command) throws Exception {
    String output = run(command.text());

    switch (command.kind()) {
      case "json" -> assertLike(JSON.readTree(command.answer()), last(output), "");
      case "text" -> assertThat(output).isEqualTo(command.answer());
      default -> assertThat(output).isNotBlank();
    }
  }

  private static String run(String command) throws Exception {
    String here = command.replace("localhost:8080", "localhost:" + service.port());
    Process shell =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", here)
            .redirectErrorStream(true)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    return output;
  }

  private static JsonNode last(String output) {
    return JSON.readerFor(JsonNode.class).<JsonNode>readValues(output).readAll().getLast();
  }

  private static void assertLike(JsonNode wanted, JsonNode seen, String at) {
    for (Map.Entry<String, JsonNode> field : wanted.properties()) {
      String place = at + "/" + field.getKey();
      JsonNode value = seen.get(field.getKey());
      assertThat(value).as(place).isNotNull();
      if (field.getValue().isObject()) {
        assertLike(field.getValue(), value, place);
      } else if (VOLATILE.contains(field.getKey())) {
        assertThat(value.getNodeType()).as(place).isEqualTo(field.getValue().getNodeType());
      } else if (field.getValue().asString("").endsWith("…")) {
        String start = field.getValue().asString().replace("…", "");
        assertThat(value.asString()).as(place).startsWith(start);
      } else {
        assertThat(value).as(place).isEqualTo(field.getValue());
      }
    }
  }
}
