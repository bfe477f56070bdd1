package io.forkyard.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.wire.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
