package io.forkyard.child;

import io.forkyard.child.json.Values;
import io.forkyard.child.part.Part;
import io.forkyard.wire.Fault;
import io.forkyard.wire.FrameException;
import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import java.io.IOException;

/** Runs one task after the other, and says once how each ended. */
final class Worker {

  private final Inbox inbox;
  private final FrameWriter out;
  private final CurrentJob job;
  private final JobLoaders loaders = new JobLoaders();
  private LeftThreads leftThreads = new LeftThreads();

  /** Whether the last task ended with a complaint: the exit code of a failed Process is 1. */
  private boolean failed;

  Worker(Inbox inbox, FrameWriter out, CurrentJob job) {
    this.inbox = inbox;
    this.out = out;
    this.job = job;
  }

  /** Returns when a program's main has returned, throws what it threw, and else never ends. */
  void work() throws Throwable {
    boolean program = false;
    while (!program) {
      Message message = next();
      if (message.type() == Message.TASK) {
        program = task((Message.Task) message);
      } else if (message.type() == Message.CHUNK) {
        reply(chunk((Message.Chunk) message));
      } else if (message.type() == Message.INITIALIZE) {
        reply(initialize(((Message.Initialize) message).call()));
      } else if (message.type() == Message.COMPILE) {
        reply(compile((Message.Compile) message));
      } else if (message.type() == Message.WARM_UP) {
        warmUp((Message.WarmUp) message);
      } else {
        Runtime.getRuntime().halt(failed ? 1 : 0);
      }
    }
  }

  private Message next() {
    while (true) {
      try {
        return inbox.take();
      } catch (InterruptedException e) {
        // A thread that a task left behind; there is no task to interrupt.
      }
    }
  }

  private void warmUp(Message.WarmUp wish) throws Throwable {
    WarmUp warmUp = new WarmUp();
    warmUp.run();
    out.write(new Message.Warm());
    warmUp.goOn(inbox, wish, loaders);
  }

  private boolean task(Message.Task task) throws Throwable {
    job.become(task);
    Call call = null;
    Message outcome;
    try {
      call = prepare(task);
      if (call.isProgram()) {
        program(call, task);
        return true;
      }
      Object value = call.invoke();
      String json = task.maxResult() == 0 ? "null" : Values.write(value, task.maxResult());
      outcome = new Message.Answer(task.attempt(), json, Proc.peakMemory());
    } catch (Throwable e) {
      if (call != null && call.isProgram()) {
        throw e;
      }
      outcome = Complaints.of(task.attempt(), e);
    }
    reply(outcome);
    return false;
  }

  /** The threads that it leaves serve all tasks, so they are no task's leftovers. */
  private Message initialize(Message.Task task) {
    job.become(task);
    try {
      Call call = prepare(task);
      if (call.isProgram()) {
        String problem = task.target() + " has a main: a program cannot be an initializer";
        throw new TaskException(Fault.TARGET_NOT_FOUND, problem);
      }
      call.invoke();
      return new Message.Answer(task.attempt(), "null", Proc.peakMemory());
    } catch (Throwable e) {
      return Complaints.of(task.attempt(), e);
    } finally {
      leftThreads = new LeftThreads();
    }
  }

  private Call prepare(Message.Task task) throws NoSuchMethodException {
    return Call.resolve(task, loader(task));
  }

  private ClassLoader loader(Message.Task task) {
    ClassLoader loader = loaders.of(task.classpath());
    Thread.currentThread().setContextClassLoader(loader);
    return loader;
  }

  private Message chunk(Message.Chunk chunk) {
    job.become(chunk.task());
    String attempt = chunk.task().attempt();
    try {
      new Items(chunk, loader(chunk.task()), inbox, out).run();
      return new Message.Answer(attempt, "null", Proc.peakMemory());
    } catch (Throwable e) {
      return Complaints.of(attempt, e);
    }
  }

  /** What it throws goes on to the JVM, which prints it and ends with 1 as for any program. */
  private void program(Call call, Message.Task task) throws Throwable {
    out.write(new Message.Program(task.attempt()));
    try {
      call.invoke();
    } catch (Throwable e) {
      Message complaint = Complaints.of(task.attempt(), e);
      Output.flush();
      out.write(complaint);
      Frames.cut(e);
      throw e;
    }
  }

  private static Message compile(Message.Compile compile) {
    try {
      SourceCompiling compiler =
          Part.load(SourceCompiling.class, "io.forkyard.child.source.SourceCompiler");
      String json = Values.write(compiler.compile(compile), Integer.MAX_VALUE);
      return new Message.Answer(compile.attempt(), json, Proc.peakMemory());
    } catch (Throwable e) {
      return Complaints.of(compile.attempt(), e);
    }
  }

  private void reply(Message outcome) {
    Output.flush();
    inbox.done();
    job.become(null);
    failed = outcome.type() == Message.COMPLAINT;
    try {
      if (leftThreads.any() || job.holds()) {
        out.write(new Message.Leaving());
      }
      send(outcome);
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }

  private void send(Message outcome) throws IOException {
    try {
      out.write(outcome);
    } catch (FrameException e) {
      failed = true;
      String attempt = ((Message.Answer) outcome).attempt();
      out.write(
          Complaints.of(
              attempt,
              new TaskException(Fault.UNSERIALIZABLE_RESULT, "the result: " + e.getMessage())));
    }
  }
}
