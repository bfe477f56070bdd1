package io.forkyard.child;

import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a child does that ends itself. The writes may block, so what matters most comes first. */
final class LastWords extends Thread {

  private final FrameWriter out;
  private final long silentMs;

  LastWords(FrameWriter out, long silentMs) {
    super("forkyard-last-words");
    setDaemon(true);
    this.out = out;
    this.silentMs = silentMs;
  }

  @Override
  public void run() {
    killAllThatWasStarted();
    try {
      out.write(new Message.Alone());
      say();
    } catch (IOException e) {
      // Nobody is there to hear it: that is why it ends.
    }
  }

  /** Until a look finds none: one may start another before it is hit. */
  private static void killAllThatWasStarted() {
    List<ProcessHandle> left = alive();
    while (!left.isEmpty()) {
      left.forEach(ProcessHandle::destroyForcibly);
      left = alive();
    }
  }

  private static List<ProcessHandle> alive() {
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).toList();
  }

  /** Past the stream that the job may have replaced. */
  private void say() throws IOException {
    String sentence =
        "Forkyard ended this process: its service had said nothing for " + silentMs + " ms.\n";
    try (FileOutputStream err = new FileOutputStream(FileDescriptor.err)) {
      err.write(sentence.getBytes(StandardCharsets.UTF_8));
    }
  }
}
