package io.forkyard.pool;

import io.forkyard.process.Ending;
import io.forkyard.process.ItemListener;
import io.forkyard.storage.Ticker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a child has said of a chunk and is not stored yet. The child's reader waits while it is too
 * much, and with it, by way of the full pipe, the child; not when the child is dead.
 */
final class Heard implements ItemListener {

  private static final int ROOM = 4 * 1024 * 1024;

  /** So long the first of many results may wait for the others, in nanoseconds. */
  private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(2);

  /** What an entry costs beside its text. */
  private static final int EACH = 100;

  /**
   * A word of the child.
   *
   * @param ending of the next item, or of the chunk when {@code last}
   * @param at when it came, in nanoseconds of the JVM
   */
  record Word(@Nullable Ending ending, boolean last, int cost, long at) {}

  private final LinkedBlockingQueue<Word> words = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(ROOM);
  private final CompletableFuture<@Nullable Void> enough = new CompletableFuture<>();
  private volatile boolean open;

  @Override
  public void item(Ending ending) {
    int cost = Math.min(ROOM, EACH + length(ending));
    if (!open && !room.tryAcquire(cost)) {
      enough.complete(null);
      room.acquireUninterruptibly(cost);
    }
    words.add(new Word(ending, false, cost, System.nanoTime()));
  }

  /** The end of the chunk, if the child told one; nothing is heard after it. */
  void endsWith(CompletableFuture<Ending> chunk) {
    chunk.whenComplete((ending, broken) -> {
      words.add(new Word(ending, true, 0, System.nanoTime()));
      enough.complete(null);
    });
  }

  /** Nobody is kept waiting any more: what a dead child has said is little. */
  @Override
  public void died() {
    open = true;
    room.release(ROOM);
  }

  /** Waits a moment for more words: not after the chunk's last, nor when there is no room. */
  void gather() throws InterruptedException {
    var unused = Ticker.REAL.await(enough, GATHERING);
  }

  /** The next word, or null when there is none in time. */
  @Nullable Word next(long nanos) throws InterruptedException {
    return taken(words.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS));
  }

  /** The next word, however long it takes. */
  Word next() throws InterruptedException {
    Word word = words.take();
    room.release(word.cost());
    return word;
  }

  /** The next word that has come already. */
  @Nullable Word present() {
    return taken(words.poll());
  }

  private @Nullable Word taken(@Nullable Word word) {
    if (word != null) {
      room.release(word.cost());
    }
    return word;
  }

  private static int length(Ending ending) {
    return switch (ending) {
      case Ending.Returned returned -> returned.json().length();
      case Ending.Failed failed -> failed.message().length() + failed.stackTrace().length();
      case Ending.Gone gone -> 0;
    };
  }
}
