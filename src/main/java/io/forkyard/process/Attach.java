package io.forkyard.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks a JVM for its threads by the attach protocol of HotSpot, as jstack does: the JVM's own
 * thread answers, so it works whatever the job's threads do. A file {@code .attach_pidN} and a
 * SIGQUIT make the JVM open the socket {@code /tmp/.java_pidN}; a request is the version, the
 * command and three arguments, each ended by a zero byte; the answer is a line with a number, 0 for
 * success, and the text. The names are fixed in HotSpot, whatever the JVM's temporary folder is.
 */
final class Attach {

  private static final Path TEMP = Path.of("/tmp");
  private static final byte[] THREADS = "1\0threaddump\0\0\0\0".getBytes(StandardCharsets.UTF_8);
  private static final byte[] SUCCESS = "0\n".getBytes(StandardCharsets.UTF_8);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(2);

  /** SIGQUIT in the mask of signals that a process handles. */
  private static final long QUIT = 1L << 2;

  private final long pid;
  private final Path folder;
  private final int max;
  private final long end;

  /** Closed by whoever is tired of waiting. */
  private volatile @Nullable SocketChannel open;

  private volatile boolean tooLate;

  private Attach(long pid, Path folder, int max, Duration limit) {
    this.pid = pid;
    this.folder = folder;
    this.max = max;
    this.end = System.nanoTime() + limit.toNanos();
  }

  /**
   * The stacks of all platform threads, at most {@code max} bytes of them. Returns within the
   * limit, also when the JVM does not answer.
   *
   * @param folder where the JVM was started
   * @return empty when it does not answer: it is starting, stopped, or gone
   */
  static Optional<String> threads(long pid, Path folder, int max, Duration limit) {
    Attach attach = new Attach(pid, folder, max, limit);
    return CompletableFuture.supplyAsync(attach::ask, Thread::startVirtualThread)
        .completeOnTimeout(Optional.empty(), limit.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((_, _) -> attach.giveUp())
        .join();
  }

  /** Removes what a JVM that was killed has left. */
  static void clear(long pid) {
    try {
      Files.deleteIfExists(socket(pid));
    } catch (IOException e) {
      // Somebody else's, then: it only has the name.
    }
  }

  private static Path socket(long pid) {
    return TEMP.resolve(".java_pid" + pid);
  }

  private Optional<String> ask() {
    try {
      return listens() || invite() ? Optional.of(talk()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A socket of an earlier process of this number is there and dead. */
  private boolean listens() throws IOException {
    if (!Files.exists(socket(pid))) {
      return false;
    }
    try {
      connect();
      return true;
    } catch (IOException e) {
      Files.deleteIfExists(socket(pid));
      return false;
    }
  }

  /** Only a JVM that is up handles the signal; it would end any other process. */
  private boolean invite() throws IOException {
    if (!handlesQuit()) {
      return false;
    }
    Path invitation = invitation();
    try {
      Signals.QUIT.process(pid);
      while (!Files.exists(socket(pid)) && !late()) {
        LockSupport.parkNanos(LOOK);
      }
    } finally {
      Files.deleteIfExists(invitation);
    }
    if (late()) {
      return false;
    }
    connect();
    return true;
  }

  /** A job may have removed its own folder; then the JVM looks into the common one. */
  private Path invitation() throws IOException {
    String name = ".attach_pid" + pid;
    Path home = Files.isDirectory(folder) ? folder : TEMP;
    try {
      return Files.createFile(home.resolve(name));
    } catch (FileAlreadyExistsException e) {
      return home.resolve(name);
    }
  }

  /** A stopped process would keep the signal for later. */
  private boolean handlesQuit() {
    boolean stopped =
        OsProcess.find(pid)
            .map(process -> OsState.of(process.state()))
            .filter(state -> state != OsState.STOPPED && state != OsState.ZOMBIE)
            .isEmpty();
    return !stopped && (ProcessTable.handledSignals(pid) & QUIT) != 0;
  }

  private void connect() throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket(pid)));
    open = channel;
    if (tooLate) {
      channel.close();
    }
  }

  private String talk() throws IOException {
    try (SocketChannel channel = open) {
      if (channel == null) {
        throw new IOException("not connected");
      }
      ByteBuffer request = ByteBuffer.wrap(THREADS);
      while (request.hasRemaining()) {
        channel.write(request);
      }
      return text(channel);
    }
  }

  private String text(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(16 * 1024);
    while (all.size() < max + SUCCESS.length && channel.read(piece) >= 0) {
      all.write(piece.array(), 0, piece.position());
      piece.clear();
    }
    byte[] bytes = all.toByteArray();
    if (bytes.length < SUCCESS.length || bytes[0] != SUCCESS[0] || bytes[1] != SUCCESS[1]) {
      throw new IOException("the JVM refused");
    }
    int length = Math.min(bytes.length - SUCCESS.length, max);
    return new String(bytes, SUCCESS.length, length, StandardCharsets.UTF_8);
  }

  private boolean late() {
    return tooLate || System.nanoTime() - end > 0;
  }

  private void giveUp() {
    tooLate = true;
    SocketChannel channel = open;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It is no longer needed, in whatever state.
      }
    }
  }
}
