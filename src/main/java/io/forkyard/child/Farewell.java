package io.forkyard.child;

import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import java.io.IOException;

/**
 * Announces an orderly end, so that its exit code is taken as the job's own word, and frees the
 * listener before the JVM waits for it.
 */
final class Farewell extends Thread {

  private static final long PATIENCE_MS = 200;

  private final FrameWriter out;
  private final Listener listener;

  private Farewell(FrameWriter out, Listener listener) {
    super("forkyard-farewell");
    this.out = out;
    this.listener = listener;
  }

  static void arrange(FrameWriter out, Listener listener) {
    Runtime.getRuntime().addShutdownHook(new Farewell(out, listener));
  }

  @Override
  public void run() {
    listener.exiting();
    try {
      out.write(new Message.Exiting(!signalled(), Proc.peakMemory()));
      Output.flush();
      listener.awaitBye(PATIENCE_MS);
    } catch (IOException e) {
      Output.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The JVM handles a signal on a thread that it names after it, and which waits for the hooks. */
  private static boolean signalled() {
    for (Thread thread : LeftThreads.every()) {
      if (thread != null
          && thread.getName().startsWith("SIG")
          && thread.getName().endsWith(" handler")) {
        return true;
      }
    }
    return false;
  }
}
