package io.forkyard.process;

import static io.forkyard.process.Nursery.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.forkyard.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that do not start, or do not speak as they should. */
class BadChildTest {

  static final String HELLO =
      "printf '\\000\\000\\000\\051\\001\\000\\000\\000\\"
          + "%03o".formatted(Wire.VERSION)
          + "\\000\\000\\000\\040%s' \"$"
          + Wire.TOKEN_VARIABLE
          + "\" >&4\n";
  static final String SLEEP = "exec sleep 1000\n";

  @TempDir private Path dataDir;
  @TempDir private Path home;

  @Test
  void repeatsWhatTheJvmSaysAboutABadOption() {
    try (Nursery nursery = new Nursery(dataDir)) {
      StartFailedException failure = failure(nursery.start("-XX:+NoSuchThing"));

      assertThat(failure.exitCode()).isEqualTo(1);
      assertThat(failure.stderr()).contains("NoSuchThing");
      assertThat(failure).hasMessageContaining("NoSuchThing");
    }
  }

  @Test
  void saysThatThereIsNoSuchJava() {
    try (Nursery nursery = new Nursery(dataDir)) {
      Child child = nursery.start(new JvmSettings("64m", List.of(), "/no/such/java"));

      assertThat(failure(child)).hasMessageContaining("/no/such/java/bin/java");
    }
  }

  @Test
  void killsAChildThatStaysSilent() throws IOException {
    try (Nursery nursery = new Nursery(dataDir, Duration.ofMillis(300))) {
      Child child = nursery.startScript(home, SLEEP);

      assertThat(failure(child).exitCode()).isNull();
      assertThat(soon(child.exit()).code()).isEqualTo(-9);
    }
  }

  @Test
  void killsAChildThatSendsGarbage() throws IOException {
    try (Nursery nursery = new Nursery(dataDir)) {
      Child child = nursery.startScript(home, "echo this is not a frame >&4\n" + SLEEP);

      assertThat(soon(child.exit()).code()).isEqualTo(-9);
    }
  }

  @Test
  void killsAChildWithoutTheToken() throws IOException {
    try (Nursery nursery = new Nursery(dataDir)) {
      String other = Wire.TOKEN_VARIABLE + "=00000000000000000000000000000000\n";
      Child child = nursery.startScript(home, other + HELLO + SLEEP);

      assertThat(failure(child).pid()).isEqualTo(child.pid());
      assertThat(soon(child.exit()).code()).isEqualTo(-9);
    }
  }

  @Test
  void killsAChildThatSpeaksForTheService() throws IOException {
    try (Nursery nursery = new Nursery(dataDir)) {
      String bye = "printf '\\000\\000\\000\\001\\006' >&4\n";
      Child child = nursery.startScript(home, HELLO + bye + SLEEP);

      soon(child.ready());
      assertThat(soon(child.exit()).code()).isEqualTo(-9);
    }
  }

  @Test
  void ignoresAnAnswerToAnotherAttempt() throws IOException {
    try (Nursery nursery = new Nursery(dataDir)) {
      String script = HELLO + "head -c 1 <&3 >/dev/null\n" + answer('1') + answer('2') + SLEEP;
      Child child = nursery.startScript(home, script);

      CompletableFuture<Ending> ending =
          child.run(new Assignment("2", "job", 1, "T", "[]", "{}", List.of(), 100, true));

      assertThat(soon(ending)).isEqualTo(new Ending.Returned("2", 0));
    }
  }

  static String answer(char attempt) {
    String number = "\\000\\000\\000\\000";
    String text = "\\000\\000\\000\\001" + attempt;
    return "printf '\\000\\000\\000\\023\\010" + text + text + number + number + "' >&4\n";
  }

  private static StartFailedException failure(Child child) {
    return assertThatThrownBy(() -> soon(child.ready()))
        .cause()
        .asInstanceOf(type(StartFailedException.class))
        .actual();
  }
}
