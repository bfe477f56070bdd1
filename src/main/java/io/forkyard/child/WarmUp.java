package io.forkyard.child;

import io.forkyard.child.json.Values;
import io.forkyard.wire.FrameReader;
import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Runs a task of no consequence through frames, a jar of its own, reflection and codec, so that the
 * first real one finds their classes loaded and linked. The thread of the tasks' alone.
 */
final class WarmUp {

  private static final int ROUNDS = 20;

  /** Not by its class, which must come from the job's loader. */
  private static final String SAMPLE = "io.forkyard.child.sample.Sample::sum";

  /** Where work comes in without a pause, a task is there sooner. */
  private static final long QUIET_MILLIS = 60;

  private final Message.Task task =
      new Message.Task("", "", 1, 0, 0, SAMPLE, "[1,2]", "{}", List.of(ownJar()), 64, false);
  private final ClassLoader loader = new JobLoaders().of(task.classpath());
  private final Loop loop = new Loop();
  private final FrameWriter out = new FrameWriter(loop.written);
  private final FrameReader in = new FrameReader(loop);

  /** Once; the child is warm then. */
  void run() throws Throwable {
    Message.Task read = (Message.Task) transport(task);
    String json = Values.write(Call.resolve(read, loader).invoke(), read.maxResult());
    transport(new Message.Answer("", json, Proc.peakMemory()));
  }

  /**
   * When nothing has come for a while: what the first task will need is loaded, and each round
   * makes it faster. All of that takes half as long as the start, which is lost where tasks wait
   * for a child.
   */
  void goOn(Inbox inbox, Message.WarmUp wish, JobLoaders loaders) throws Throwable {
    inbox.await(QUIET_MILLIS);
    if (inbox.isEmpty() && !wish.target().isEmpty()) {
      loaders.preload(wish.target(), wish.classpath());
    }
    for (int i = 0; i < ROUNDS && inbox.isEmpty(); i++) {
      run();
    }
  }

  private static String ownJar() {
    String classPath = System.getProperty("java.class.path");
    int end = classPath.indexOf(File.pathSeparatorChar);
    return end < 0 ? classPath : classPath.substring(0, end);
  }

  private Message transport(Message message) throws IOException {
    out.write(message);
    Message read = in.read();
    return read == null ? message : read;
  }

  /** What is written is there to be read; one for all rounds, as a spare should be small. */
  private static final class Loop extends InputStream {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private InputStream rest = new ByteArrayInputStream(new byte[0]);

    @Override
    public int read() throws IOException {
      return present().read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return present().read(into, offset, length);
    }

    private InputStream present() throws IOException {
      if (rest.available() == 0) {
        rest = new ByteArrayInputStream(written.toByteArray());
        written.reset();
      }
      return rest;
    }
  }
}
