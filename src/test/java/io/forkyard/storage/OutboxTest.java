package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private final Outbox outbox = new Outbox();

  @Test
  void aChangeThatWasMadeOftenIsToldOnce() {
    outbox.add("a");
    outbox.add("b");
    outbox.add("a");

    assertThat(outbox.take()).containsExactly("a", "b");
    assertThat(outbox.take()).isEmpty();
  }

  @Test
  void tooManyChangesAreToldAsSomethingMissed() {
    IntStream.rangeClosed(0, Outbox.MOST).forEach(n -> outbox.add("job/" + n));
    outbox.add("one more");

    assertThat(outbox.take()).containsExactly(Outbox.MISSED);
    outbox.add("job/1");
    assertThat(outbox.take()).containsExactly("job/1");
  }

  /** PostgreSQL, NOTIFY: the payload must be shorter than 8000 bytes. */
  @Test
  void changesFillAsFewTextsAsTheyFitInto() {
    List<String> topics =
        IntStream.range(0, 1000).mapToObj(n -> "line/queue/ü" + n + "x".repeat(90)).toList();

    List<String> payloads = Outbox.payloads("me", topics);

    assertThat(payloads).hasSize(14);
    assertThat(payloads.stream().mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length))
        .allMatch(bytes -> bytes < 8000);
    assertThat(payloads.stream().flatMap(text -> Outbox.topics("other", text).stream()))
        .containsExactlyElementsOf(topics);
    assertThat(Outbox.payloads("me", List.of("a", "b"))).containsExactly("me\na\nb");
  }

  @Test
  void whatANodeHasToldItselfIsNothingNew() {
    assertThat(Outbox.topics("me", "me\na")).isEmpty();
    assertThat(Outbox.topics("me", "other\na\nb")).containsExactly("a", "b");
    assertThat(Outbox.topics("me", "")).isEmpty();
  }
}
