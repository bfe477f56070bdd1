package io.forkyard.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.wire.Message;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An inbox interrupts the thread that it was made on. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SAME_THREAD)
class InboxTest {

  private final Inbox inbox = new Inbox(Thread.currentThread());

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void cancelWhenTheTaskIsNotYetTakenInterruptsItAllTheSame() throws Exception {
    inbox.put(ChildJvm.task("T", "[]"));
    inbox.cancel();
    inbox.take();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void cancelWhenNothingRunsInterruptsNothing() throws Exception {
    inbox.cancel();
    inbox.put(new Message.Bye());
    inbox.take();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void cancelWhileItWarmsUpInterruptsNothingButTheTaskThatWaits() throws Exception {
    inbox.put(new Message.WarmUp("", List.of()));
    inbox.take();
    inbox.put(ChildJvm.task("T", "[]"));
    inbox.cancel();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    inbox.take();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void cancelWhenTheTaskIsDoneDoesNotHitTheNext() throws Exception {
    inbox.put(ChildJvm.task("T", "[]"));
    inbox.take();
    inbox.cancel();
    inbox.done();
    inbox.put(ChildJvm.task("T", "[]"));
    inbox.take();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
