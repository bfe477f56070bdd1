package io.forkyard.process;

import static io.forkyard.process.Nursery.soon;
import static io.forkyard.process.Nursery.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {

  private static final int CAP = 64 * 1024;

  @TempDir private Path dataDir;
  private Nursery nursery;

  @BeforeEach
  void open() {
    nursery = new Nursery(dataDir);
  }

  @AfterEach
  void close() {
    nursery.close();
  }

  @Test
  void isUtf8WhateverTheLocale() {
    Child child = nursery.start();
    value(child, "::umlauts");
    Output output = child.output();

    assertThat(new String(output.read(Output.Stream.STDOUT, 0, 100), UTF_8))
        .isEqualTo("größer €\n");
    assertThat(output.tail(Output.Stream.STDERR, 100)).isEqualTo("Übel\n");
    assertThat(output.tail(Output.Stream.STDOUT, 3)).isEqualTo("\n");
    assertThat(output.read(Output.Stream.STDOUT, 100, 100)).isEmpty();
  }

  @Test
  void isKeptToItsCapAndTheJobRunsOn() {
    Child child = nursery.start();

    assertThat(value(child, "::flood")).isEqualTo("null");
    assertThat(child.output().size(Output.Stream.STDOUT)).isEqualTo(CAP);
    assertThat(child.output().truncated(Output.Stream.STDOUT)).isTrue();
    assertThat(child.output().truncated(Output.Stream.STDERR)).isFalse();
  }

  @Test
  void goesOnFromTheCapAfterACut() {
    Child child = nursery.start();
    value(child, "::flood");
    child.sample();
    value(child, "::umlauts");

    assertThat(child.output().tail(Output.Stream.STDOUT, 100)).endsWith("größer €\n");
    assertThat(child.output().read(Output.Stream.STDOUT, CAP - 1, 100)).hasSize(1);
  }

  @Test
  void isEmptyAgainForTheNextTask() {
    Child child = nursery.start();
    value(child, "::flood");

    child.output().clear();
    value(child, "::umlauts");

    assertThat(child.output().size(Output.Stream.STDOUT))
        .isEqualTo("größer €\n".getBytes(UTF_8).length);
    assertThat(child.output().truncated(Output.Stream.STDOUT)).isFalse();
  }

  @Test
  void isThereAfterTheDeathUntilItIsDiscarded() {
    Child child = nursery.start();
    Path work = Path.of(value(child, "::folder").split(" ", 2)[0]);
    value(child, "::umlauts");
    child.kill();
    soon(child.exit());

    assertThat(child.output().tail(Output.Stream.STDERR, 100)).isEqualTo("Übel\n");
    soon(child.discard());
    assertThat(work.getParent()).doesNotExist();
    assertThat(child.output().tail(Output.Stream.STDERR, 100)).isEmpty();
  }
}
