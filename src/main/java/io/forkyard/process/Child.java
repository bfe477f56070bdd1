package io.forkyard.process;

import io.forkyard.wire.FrameException;
import io.forkyard.wire.Message;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One child JVM, from its pid to its end. Any thread may call anything; nothing here blocks on the
 * child. The futures complete on the threads that watch it, so what hangs on them must be short;
 * only this class completes them.
 *
 * <p>It has one task at a time. Of the child's answer, its complaint and its death the first one
 * settles the task.
 */
public final class Child {

  private static final Logger log = LoggerFactory.getLogger(Child.class);

  /** Longest wait for the last words of a dead child, whose pipe somebody else may hold open. */
  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  /** The exit value that a shell and the JDK show for SIGKILL. */
  private static final int SIGKILL = 128 + 9;

  private static final int TAIL = 4000;

  private final UUID id;
  private final ChildSpec spec;
  private final String token;
  private final Process process;
  private final Instant startedAt;
  private final ChildFolder folder;
  private final Output output;
  private final Watch watch;
  private final Channel channel;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> warm = new CompletableFuture<>();
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private final CompletableFuture<Void> swept = new CompletableFuture<>();
  private final TaskSlot tasks;
  private final Calls calls;
  private final Stopping stopping = new Stopping(this);
  private final AtomicLong peakMemory = new AtomicLong();

  /** Written by the reader alone. */
  private volatile boolean ownExit;

  /** Written by the reader alone. */
  private volatile boolean leaving;

  /** Written by whoever hands over a job, as is what follows. */
  private volatile @Nullable String job;

  private volatile Preload preload = Preload.NOTHING;

  Child(
      UUID id,
      ChildSpec spec,
      String token,
      Process process,
      ChildFolder folder,
      Output output,
      Watch watch) {
    this.id = id;
    this.spec = spec;
    this.token = token;
    this.process = process;
    this.startedAt = process.info().startInstant().orElseGet(Instant::now);
    this.folder = folder;
    this.output = output;
    this.watch = watch;
    this.tasks = new TaskSlot(this, watch);
    this.channel = new Channel(spec.name(), process, token, new Ear());
    this.calls = new Calls(spec.name(), channel);
  }

  /** Begins to listen and to watch; {@code gone} runs before anybody hears of the death. */
  void begin(Duration startTimeout, Consumer<Exit> gone) {
    channel.open();
    Thread.ofVirtual().name("child-" + name() + "-exit").start(() -> awaitDeath(gone));
    Patience.within(startTimeout, ready, () -> late(startTimeout));
    log.debug("Child {} of pool {} started, pid {}", name(), pool(), pid());
  }

  /** A UUIDv7, so that younger ones are larger. */
  public UUID id() {
    return id;
  }

  public String name() {
    return spec.name();
  }

  public @Nullable String pool() {
    return spec.pool();
  }

  public ChildSpec spec() {
    return spec;
  }

  public long pid() {
    return process.pid();
  }

  public Instant startedAt() {
    return startedAt;
  }

  public Output output() {
    return output;
  }

  /** Completes when the child takes tasks, or with a {@link StartFailedException}. */
  public CompletableFuture<Void> ready() {
    return ready;
  }

  /**
   * Lets a ready child that has had no task run its own path, so that the first one finds it warm.
   *
   * @param first what it may load for that one
   * @param limit after which it is killed
   * @return completes when it is warm, and not at all when it ends before
   */
  public CompletableFuture<Void> warmUp(Preload first, Duration limit) {
    tell(first.message());
    Patience.within(limit, warm, this::kill);
    return warm;
  }

  /** Completes when the process is gone. */
  public CompletableFuture<Exit> exit() {
    return exit;
  }

  /** Whether it should get no further task, because one has left threads behind. */
  public boolean leaving() {
    return leaving;
  }

  /** Whether something that it has started lives. Looks at the whole machine: milliseconds. */
  public boolean hasCompany() {
    return OsProcess.supported() && ProcessTree.members(List.of(root()), true).size() > 1;
  }

  /** Whether the process is there, as the operating system says. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it was told to end, in whichever way. */
  public boolean isStopping() {
    return stopping.begun().isDone();
  }

  /** Completes when it is told to end, in whichever way. */
  public CompletableFuture<Void> stopping() {
    return stopping.begun();
  }

  /** Whether {@link #end} was called. */
  public boolean isAskedToEnd() {
    return stopping.asked();
  }

  /**
   * Whether it ended because others may run its work again: by {@link Children#abandon}, or by
   * itself because it had heard nothing of this service for too long.
   */
  public boolean isAbandoned() {
    return stopping.abandoned();
  }

  /** Whether it has a task. */
  public boolean isBusy() {
    return tasks.busy();
  }

  /** The id of the job that it has now. */
  public @Nullable String job() {
    return isBusy() ? job : null;
  }

  /** What another child should load that will get a job like its last. */
  public Preload preload() {
    return preload;
  }

  /** The id of the job that it was given last. */
  @Nullable String lastJob() {
    return job;
  }

  /**
   * The stacks of its threads, whatever they do. Returns within the limit.
   *
   * @param max most bytes
   * @return empty when it does not answer, since it is starting, stopped by a signal, or gone
   */
  public Optional<String> threadDump(int max, Duration limit) {
    boolean up = ready.isDone() && !ready.isCompletedExceptionally() && process.isAlive();
    return up ? Attach.threads(pid(), folder.work(), max, limit) : Optional.empty();
  }

  /** Completes when the process and all that it had started is gone, a moment after the exit. */
  public CompletableFuture<Exit> treeGone() {
    return exit.thenCombine(swept, (end, done) -> end);
  }

  /** Most memory that the process is known to have held, in bytes; 0 when it was never seen. */
  public long peakMemory() {
    return peakMemory.get();
  }

  /**
   * Hands over a job. It may be given at any time: a child that is not up yet finds it when it is.
   *
   * @param calls answers what the job's code asks for
   * @throws IllegalStateException if the child has a task
   * @throws IllegalArgumentException if the task does not fit into a frame
   */
  public CompletableFuture<Ending> run(Assignment job, @Nullable CallHandler calls) {
    this.job = job.job();
    this.preload = job.preload();
    return give(job.attempt(), job.message(pid()), ItemListener.NONE, calls);
  }

  /** The same for code that is given no answers. */
  public CompletableFuture<Ending> run(Assignment job) {
    return run(job, null);
  }

  /**
   * Hands over a chunk; otherwise as a job. It has returned when the child is through with its
   * items.
   *
   * @param items hears of each item before the chunk's own end
   */
  public CompletableFuture<Ending> run(
      ChunkAssignment chunk, ItemListener items, @Nullable CallHandler calls) {
    this.job = chunk.task().job();
    this.preload = chunk.task().preload();
    return give(chunk.task().attempt(), chunk.message(pid()), items, calls);
  }

  /** Hands over what is to run before the first job; otherwise as {@link #run(Assignment)}. */
  public CompletableFuture<Ending> initialize(Assignment call) {
    return give(
        call.attempt(), new Message.Initialize(call.message(pid())), ItemListener.NONE, null);
  }

  /** Hands over a source file to compile; otherwise as {@link #run}. */
  public CompletableFuture<Ending> compile(Compilation source) {
    return give(source.attempt(), source.message(), ItemListener.NONE, null);
  }

  /** Lets an idle child leave; one that does not leave soon is killed. */
  public void retire() {
    stopping.retire();
  }

  /** Interrupts the task, asks the whole tree to end, and kills what is left after the grace. */
  public void terminate(Duration grace) {
    stopping.terminate(grace);
  }

  /**
   * Asks the whole tree to end, with no word to the task, and kills what is left after the grace;
   * without a grace at once. For who wants the process's end, not the task's.
   */
  public void end(Duration grace) {
    stopping.end(grace);
  }

  /** Kills the child and everything that it started. */
  public void kill() {
    stopping.kill();
  }

  /**
   * Removes the child's files as soon as it is gone with all that it started. Whoever asked for the
   * child calls this when its output is read.
   */
  public CompletableFuture<Void> discard() {
    return CompletableFuture.allOf(exit, swept)
        .thenRunAsync(folder::delete, Thread::startVirtualThread);
  }

  /** Called by the pulse: lets it know that the service is there. */
  void pulse() {
    channel.pulse();
  }

  /** Called by whoever then kills it. */
  void abandon() {
    stopping.abandon();
  }

  ProcessTree.Root root() {
    return new ProcessTree.Root(pid(), token);
  }

  /** Called by the watch while there is a task. */
  void sample() {
    sampleMemory();
    output.enforce();
  }

  void sampleMemory() {
    remember(ProcessTable.peakMemory(pid()));
  }

  /** Called by the watch when nothing that the dead child started is left. */
  void swept() {
    swept.complete(null);
  }

  private CompletableFuture<Ending> give(
      String attempt, Message task, ItemListener items, @Nullable CallHandler handler) {
    Work given = tasks.take(attempt, items, handler);
    given.ending().thenRun(() -> calls.end(attempt));
    try {
      channel.send(task);
    } catch (FrameException e) {
      tasks.release(given);
      throw new IllegalArgumentException("the task does not fit into a frame", e);
    } catch (IOException e) {
      stopping.leaveSoon();
    }
    tasks.settleIfDead(given);
    return given.ending();
  }

  /** For words that a child which is gone need not hear. */
  void tell(Message message) {
    try {
      channel.send(message);
    } catch (IOException e) {
      log.debug("Child {} does not hear any more, pid {}", name(), pid());
    }
  }

  /** Whoever waits for the end hears of it, whatever the child's own files look like. */
  private void awaitDeath(Consumer<Exit> gone) {
    int value = process.onExit().join().exitValue();
    tasks.died();
    channel.drain(LAST_WORDS);
    channel.close();
    calls.gone();
    boolean byKernel = value == SIGKILL && !stopping.killed() && watch.memoryWasShort();
    Exit death = Autopsy.of(value, ownExit, byKernel, folder, peakMemory());
    Attach.clear(pid());
    try {
      watch.dead(this);
      gone.accept(death);
      log.debug("Child {} of pool {} ended with {}, pid {}", name(), pool(), death.code(), pid());
      if (!ready.isDone()) {
        ready.completeExceptionally(failure("ended with exit code " + death.code(), death.code()));
      }
    } finally {
      tasks.dead(death);
      exit.complete(death);
    }
  }

  private void late(Duration startTimeout) {
    ready.completeExceptionally(
        failure("said nothing in " + startTimeout.toSeconds() + " s", null));
    kill();
  }

  private StartFailedException failure(String how, @Nullable Integer exitCode) {
    return new StartFailedException(
        "child " + name() + " " + how + " before it was ready",
        pid(),
        exitCode,
        output.tail(Output.Stream.STDERR, TAIL),
        Autopsy.jvmMessage(folder));
  }

  private void remember(long memory) {
    peakMemory.accumulateAndGet(memory, Math::max);
  }

  /** What the child says. */
  private final class Ear implements Channel.Listener {

    @Override
    public void hear(Message message) throws ProtocolException {
      switch (message) {
        case Message.Warm _ -> warm.complete(null);
        case Message.Program program -> tasks.program(program);
        case Message.Item item -> tasks.item(item);
        case Message.Answer answer -> {
          remember(answer.peakMemory());
          tasks.answer(answer);
        }
        case Message.Complaint complaint -> {
          remember(complaint.peakMemory());
          tasks.complaint(complaint);
        }
        case Message.Exiting exiting -> exiting(exiting);
        case Message.Leaving _ -> leaving = true;
        case Message.Alone _ -> stopping.alone();
        case Message.Call call -> begin(call);
        case Message.GiveUp gone -> calls.giveUp(gone.id());
        case Message.Received received -> calls.received(received);
        case Message.Progress progress -> progress(progress);
        case Message.Hello _,
            Message.WarmUp _,
            Message.Task _,
            Message.Initialize _,
            Message.Compile _,
            Message.Chunk _,
            Message.Cancel _,
            Message.Bye _,
            Message.Pulse _,
            Message.Reply _ ->
            throw new ProtocolException("it sent a frame of type " + message.type());
      }
    }

    @Override
    public void greeted() {
      ready.complete(null);
    }

    /** A dying child closes its pipe a moment before it is gone; one that lives on is broken. */
    @Override
    public void closed() {
      stopping.leaveSoon();
    }

    @Override
    public void broken(IOException reason) {
      log.warn(
          "Child {} of pool {} is killed, pid {}: {}", name(), pool(), pid(), reason.getMessage());
      kill();
    }

    private void begin(Message.Call call) throws ProtocolException {
      calls.begin(call, tasks.handler(call.attempt()));
      if (tasks.handler(call.attempt()) == null) {
        calls.end(call.attempt());
      }
    }

    private void progress(Message.Progress progress) throws ProtocolException {
      if (!(progress.share() >= 0 && progress.share() <= 1)) {
        throw new ProtocolException("it told a progress of " + progress.share());
      }
      CallHandler handler = tasks.handler(progress.attempt());
      if (handler != null) {
        handler.progress(progress.share());
      }
    }

    private void exiting(Message.Exiting exiting) {
      remember(exiting.peakMemory());
      ownExit = exiting.own();
      tell(new Message.Bye());
    }
  }
}
