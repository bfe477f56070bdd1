package io.forkyard.child;

import io.forkyard.child.json.Values;
import io.forkyard.wire.FrameReader;
import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Runs a task of no consequence through frames, loader, reflection and codec, so that the first
 * real one finds their classes loaded and linked.
 */
final class WarmUp {

  private static final int ROUNDS = 20;

  private WarmUp() {}

  static void run() throws Throwable {
    Message.Task task =
        new Message.Task(
            "", "", 1, 0, 0, "java.lang.Byte::compare", "[1,2]", "{}", List.of(), 64, false);
    ClassLoader loader = new JobLoaders().of(task.classpath());
    for (int i = 0; i < ROUNDS; i++) {
      Message.Task read = (Message.Task) transport(task);
      String json = Values.write(Call.resolve(read, loader).invoke(), read.maxResult());
      transport(new Message.Answer("", json, Proc.peakMemory()));
    }
  }

  private static Message transport(Message message) throws Exception {
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    new FrameWriter(pipe).write(message);
    Message read = new FrameReader(new ByteArrayInputStream(pipe.toByteArray())).read();
    return read == null ? message : read;
  }
}
