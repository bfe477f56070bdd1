package io.forkyard.pool;

import io.forkyard.job.Attempts;
import io.forkyard.process.Children;
import io.forkyard.process.Output;
import io.forkyard.process.Output.Stream;
import io.forkyard.process.Remains;

/**
 * Keeps what jobs and processes had printed when their service was killed. Their files go when it
 * is stored; what they were is settled after that, so that the failure shows the end of it.
 */
record Salvage(Attempts attempts, ProcessStore processes, Children children) {

  /** Before anything is settled that had a child. */
  void keepOutputs() {
    children.remains().forEach(this::keep);
    children.bury();
  }

  private void keep(Remains child) {
    for (Stream stream : Stream.values()) {
      Output output = child.output();
      byte[] bytes = output.read(stream, 0, Integer.MAX_VALUE);
      if (bytes.length > 0) {
        boolean cut = output.truncated(stream);
        attempts.keepOutput(child.owner(), child.pid(), stream.name(), bytes, cut);
        processes.keepOutput(child.owner(), child.pid(), stream.name(), bytes);
      }
    }
  }
}
