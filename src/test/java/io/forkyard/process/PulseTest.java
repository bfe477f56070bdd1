package io.forkyard.process;

import static io.forkyard.process.Nursery.give;
import static io.forkyard.process.Nursery.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.wire.FrameReader;
import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import io.forkyard.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's side of the pulse; the child's own is tested where the child is. */
class PulseTest {

  private static final Duration SILENCE = Duration.ofSeconds(2);

  @TempDir private Path dataDir;
  @TempDir private Path home;

  @Test
  void childrenThatHearTheirServiceLiveOnWhateverTheyDo() {
    try (Nursery nursery = nursery()) {
      Child idle = nursery.start();
      Child spinning = nursery.start();
      give(spinning, "::spin");
      Child lasting = nursery.start();

      Ending ending = soon(give(lasting, "::last", "[" + SILENCE.multipliedBy(2).toMillis() + "]"));

      assertThat(ending).isInstanceOf(Ending.Returned.class);
      assertThat(List.of(idle, spinning)).allMatch(Child::isAlive);
    }
  }

  /** A shell never reads what it is sent; it must hold up nobody. */
  @Test
  void childThatDoesNotReadTakesThePulseFromNoOther() throws Exception {
    try (Nursery nursery = nursery()) {
      String deaf = BadChildTest.HELLO + BadChildTest.SLEEP;
      give(nursery.startScript(home, deaf), "::last", "[\"" + "x".repeat(200_000) + "\"]");
      Child lasting = nursery.start();

      Ending ending = soon(give(lasting, "::last", "[" + SILENCE.multipliedBy(2).toMillis() + "]"));

      assertThat(ending).isInstanceOf(Ending.Returned.class);
    }
  }

  @Test
  void childThatSaysThatItIsAloneHasNotFailedByItself() throws Exception {
    try (Nursery nursery = nursery()) {
      String alone = "printf '\\000\\000\\000\\001\\%03o' >&4\n".formatted(Message.ALONE);
      Child child =
          nursery.startScript(home, BadChildTest.HELLO + alone + "exit " + Wire.ALONE + "\n");

      assertThat(soon(child.exit()).code()).isEqualTo(Wire.ALONE);
      assertThat(child.isAbandoned()).isTrue();
    }
  }

  @Test
  void pulsesOfAChildThatDoesNotReadDoNotPileUp() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch reads = new CountDownLatch(1);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Outbox outbox = new Outbox("deaf", new FrameWriter(slow(written, writing, reads)));
    outbox.pulse();
    writing.await();

    for (int i = 0; i < 1000; i++) {
      outbox.pulse();
    }
    CountDownLatch last = new CountDownLatch(1);
    outbox.post(() -> {
      last.countDown();
      return FrameWriter.bytes(new Message.Bye());
    });
    reads.countDown();
    last.await();

    assertThat(messages(written))
        .startsWith(new Message.Pulse(), new Message.Pulse())
        .hasSizeLessThanOrEqualTo(3);
    outbox.close();
  }

  private static OutputStream slow(OutputStream out, CountDownLatch writing, CountDownLatch reads) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        throw new AssertionError("frames are written at once");
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws java.io.IOException {
        writing.countDown();
        try {
          reads.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        out.write(bytes, from, length);
      }
    };
  }

  private static List<Message> messages(ByteArrayOutputStream written) throws Exception {
    List<Message> all = new ArrayList<>();
    try (FrameReader in = new FrameReader(new ByteArrayInputStream(written.toByteArray()))) {
      for (Message next = in.read(); next != null; next = in.read()) {
        all.add(next);
      }
    }
    return all;
  }

  private Nursery nursery() {
    return new Nursery(dataDir, Duration.ofSeconds(20), OomKills.here(), SILENCE);
  }
}
