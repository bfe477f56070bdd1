package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.forkyard.ForkyardApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;

/** Where tokens come from, and what happens without one. */
class TokensTest {

  @Test
  void aFileMayHaveSeveral(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("tokens"), "one\n\n two \n");
    Tokens tokens = new Tokens(new SecurityProperties("three", file, Set.of()));
    assertThat(tokens.accept("Bearer one")).isTrue();
    assertThat(tokens.accept("bearer two")).isTrue();
    assertThat(tokens.accept("Bearer three")).isTrue();
    assertThat(tokens.accept("Bearer ")).isFalse();
  }

  @Test
  void aBlankTokenIsNone() {
    assertThat(new Tokens(new SecurityProperties("  ", null, Set.of())).isEmpty()).isTrue();
  }

  @Test
  void theTokenIsNotShown() {
    assertThat(new SecurityProperties("secret", null, Set.of()).toString())
        .doesNotContain("secret");
  }

  @Test
  void withoutOneTheServiceDoesNotListenForOthers(@TempDir Path data) {
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() ->
            SpringApplication.run(
                ForkyardApplication.class,
                "--server.address=0.0.0.0",
                "--server.port=0",
                "--forkyard.data-dir=" + data))
        .withRootCauseInstanceOf(MissingTokenException.class);
  }
}
