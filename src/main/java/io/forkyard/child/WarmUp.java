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
 * real one finds their classes loaded and linked. The thread of the tasks' alone.
 */
final class WarmUp {

  private static final int ROUNDS = 20;

  private final Message.Task task =
      new Message.Task(
          "", "", 1, 0, 0, "java.lang.Byte::compare", "[1,2]", "{}", List.of(), 64, false);
  private final ClassLoader loader = new JobLoaders().of(task.classpath());

  /** Before the child is ready. */
  void run() throws Throwable {
    Message.Task read = (Message.Task) transport(task);
    String json = Values.write(Call.resolve(read, loader).invoke(), read.maxResult());
    transport(new Message.Answer("", json, Proc.peakMemory()));
  }

  /**
   * Once it is ready, for as long as nothing is to be done: each round makes the first task faster,
   * but where one waits all of them would cost more than they spare.
   */
  void goOn(Inbox inbox) throws Throwable {
    for (int i = 0; i < ROUNDS && inbox.isEmpty(); i++) {
      run();
    }
  }

  private static Message transport(Message message) throws Exception {
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    new FrameWriter(pipe).write(message);
    Message read = new FrameReader(new ByteArrayInputStream(pipe.toByteArray())).read();
    return read == null ? message : read;
  }
}
