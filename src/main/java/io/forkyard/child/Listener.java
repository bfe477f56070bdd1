package io.forkyard.child;

import io.forkyard.wire.FrameReader;
import io.forkyard.wire.Message;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the service's frames. A pipe that ends, or cannot be understood, ends the JVM at once.
 *
 * <p>A thread in a native read delays every orderly end of a JVM by 300 ms, so after a {@code Bye}
 * this thread parks instead of reading on.
 */
final class Listener extends Thread {

  private final FrameReader in;
  private final Inbox inbox;
  private final CurrentJob job;
  private final CountDownLatch parked = new CountDownLatch(1);

  /** When the last frame was read, by {@link System#nanoTime()}. */
  private volatile long heard = System.nanoTime();

  /** Written by the farewell: an exit has begun, and its code must stay what it is. */
  private volatile boolean exiting;

  Listener(FrameReader in, Inbox inbox, CurrentJob job) {
    super("forkyard-listener");
    setDaemon(true);
    this.in = in;
    this.inbox = inbox;
    this.job = job;
  }

  @Override
  public void run() {
    try {
      listen();
    } catch (IOException | RuntimeException | Error e) {
      Runtime.getRuntime().halt(1);
    }
    job.deafen();
    parked.countDown();
    while (true) {
      LockSupport.park();
    }
  }

  /** When the last frame was read, by {@link System#nanoTime()}. */
  long heard() {
    return heard;
  }

  /** Whether it reads on: no Bye has come. */
  boolean listens() {
    return parked.getCount() > 0;
  }

  /** From now on a Bye is for this thread alone; the worker would halt on it. */
  void exiting() {
    exiting = true;
  }

  /** Waits until the service has said its last word; false when it did not in time. */
  boolean awaitBye(long milliseconds) throws InterruptedException {
    return parked.await(milliseconds, TimeUnit.MILLISECONDS);
  }

  private boolean isForWorker(Message message) {
    return message.type() != Message.PULSE && (message.type() != Message.BYE || !exiting);
  }

  private void listen() throws IOException {
    Message message;
    do {
      message = in.read();
      heard = System.nanoTime();
      if (message == null) {
        Runtime.getRuntime().halt(1);
        return;
      } else if (message.type() == Message.CANCEL) {
        inbox.cancel();
      } else if (message.type() == Message.REPLY) {
        job.hear((Message.Reply) message);
      } else if (isForWorker(message)) {
        inbox.put(message);
      }
    } while (message.type() != Message.BYE);
  }
}
