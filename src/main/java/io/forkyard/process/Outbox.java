package io.forkyard.process;

import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a child may be slow to read. Its one platform thread blocks instead of those that
 * have something to say; it begins with the first frame, so most children never have it.
 */
final class Outbox {

  /** What is to be written, made when its turn has come. */
  interface Letter {

    byte[] frame() throws IOException;
  }

  private static final Letter PULSE = () -> FrameWriter.bytes(new Message.Pulse());

  private final String name;
  private final FrameWriter out;
  private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();

  /** Guarded by this. */
  private @Nullable Thread writer;

  /** Guarded by this: the child is gone. */
  private boolean closed;

  Outbox(String name, FrameWriter out) {
    this.name = name;
    this.out = out;
  }

  /** Whether somebody else writes, so that a direct write could block. */
  synchronized boolean begun() {
    return writer != null;
  }

  /** Takes a letter and returns at once. Those for a child that is gone are dropped. */
  synchronized void post(Letter letter) {
    if (closed) {
      return;
    }
    letters.add(letter);
    begin();
  }

  /**
   * Lets the child hear something soon, and returns at once. While a letter waits, that is enough:
   * of a child that does not read nothing piles up.
   */
  synchronized void pulse() {
    if (closed) {
      return;
    }
    if (letters.isEmpty()) {
      letters.add(PULSE);
    }
    begin();
  }

  /** Guarded by this. */
  private void begin() {
    if (writer == null) {
      writer = Thread.ofPlatform().daemon().name("child-" + name + "-writer").start(this::write);
    }
  }

  synchronized void close() {
    closed = true;
    letters.clear();
    if (writer != null) {
      writer.interrupt();
    }
  }

  private void write() {
    try {
      while (true) {
        out.write(letters.take().frame());
      }
    } catch (InterruptedException | IOException e) {
      close();
    }
  }
}
