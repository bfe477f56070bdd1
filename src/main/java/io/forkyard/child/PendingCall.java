package io.forkyard.child;

import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import io.forkyard.wire.Outcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One call, and the thread that waits for its reply. */
final class PendingCall {

  private final Message.Call message;
  private final boolean confirmed;
  private final FrameWriter out;

  /** Guarded by this. */
  private Message.@Nullable Reply reply;

  PendingCall(Message.Call message, boolean confirmed, FrameWriter out) {
    this.message = message;
    this.confirmed = confirmed;
    this.out = out;
  }

  Message.Call message() {
    return message;
  }

  /** Whether it goes on after its reply, until the service was told what came of that. */
  boolean confirmed() {
    return confirmed;
  }

  synchronized void settle(Message.Reply told) {
    reply = told;
    notifyAll();
  }

  /**
   * Waits for the reply. After an interrupt the service is asked to give up; what it says then is
   * the truth, so a value that came first is not lost.
   */
  Message.Reply await(boolean interruptibly) {
    boolean interrupted = false;
    Message.@Nullable Reply told = null;
    while (told == null) {
      try {
        told = next();
      } catch (InterruptedException e) {
        if (interruptibly && !interrupted) {
          giveUp();
        }
        interrupted = true;
      }
    }
    if (interrupted && told.outcome() != Outcome.GIVEN_UP) {
      Thread.currentThread().interrupt();
    }
    return told;
  }

  private synchronized Message.Reply next() throws InterruptedException {
    Message.@Nullable Reply told = reply;
    while (told == null) {
      wait();
      told = reply;
    }
    return told;
  }

  private void giveUp() {
    try {
      out.write(new Message.GiveUp(message.id()));
    } catch (IOException e) {
      // The service is gone, and so will be this process.
    }
  }
}
