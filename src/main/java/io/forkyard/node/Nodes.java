package io.forkyard.node;

import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.Silence;
import io.forkyard.storage.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services on this database. What children of a service have is owned by its node; what a node
 * owned that is not among these any more may be settled by anybody.
 *
 * <pre>
 *   outside --join--> inside --no sign of life for {@link Silence#own}--> abandoned: its children end
 *                       ^        the others have given it up ------------>    |
 *                       +------- under a new id, when the database is there --+
 * </pre>
 */
public final class Nodes {

  private static final Logger log = LoggerFactory.getLogger(Nodes.class);

  private final NodeStore store;
  private final Node self;
  private final Ids ids;
  private final String folder;
  private final Silence silence;
  private final Ticker ticker;
  private final List<Runnable> rescues = new CopyOnWriteArrayList<>();
  private volatile Supplier<CompletableFuture<?>> abandon =
      () -> CompletableFuture.completedFuture(null);

  /** When the last sign of life that came through was begun. */
  private volatile long seen;

  private volatile boolean ejected;

  /** The end of its children, while it is abandoned. */
  private volatile @Nullable CompletableFuture<?> abandoned;

  Nodes(NodeStore store, Node self, Ids ids, String folder, Silence silence, Ticker ticker) {
    this.store = store;
    this.self = self;
    this.ids = ids;
    this.folder = folder;
    this.silence = silence;
    this.ticker = ticker;
    this.seen = ticker.nanoTime();
    self.onEjection(() -> ejected = true);
  }

  /** This one. */
  public Node self() {
    return self;
  }

  /**
   * Has what nodes owned that are gone settled, now and then as long as this one lives.
   *
   * @param rescue must do no harm when there is nothing to do, or when others do the same
   */
  public void onGone(Runnable rescue) {
    rescues.add(rescue);
  }

  /**
   * Has the children of this node ended when it cannot give a sign of life.
   *
   * @param abandon begins it, and completes when they are gone
   */
  public void onLost(Supplier<CompletableFuture<?>> abandon) {
    this.abandon = abandon;
  }

  /** Enters the database, before anything is owned. */
  void join() {
    store.enter(self, self.id(), null, folder);
    self.joined(self.id());
  }

  /** The service that had this data folder before is gone, and its children with it. */
  public void forgetFormer() {
    store.forgetFormer(self.id(), folder);
  }

  /** Leaves the database, when nothing is owned any more. */
  void leave() {
    self.left();
    store.leave(self.id());
  }

  /**
   * Gives a sign of life, and gives up nodes that gave none; one that is abandoned comes back.
   *
   * @return whether it came through
   */
  boolean beat() {
    try {
      watch();
      CompletableFuture<?> end = abandoned;
      if (end != null) {
        end.join();
        comeBack();
      } else {
        long begun = ticker.nanoTime();
        store.beat(self.id(), silence.limit());
        seen = begun;
      }
      return true;
    } catch (RuntimeException e) {
      log.warn("This node gives no sign of life: {}", e.toString());
      return false;
    }
  }

  private void comeBack() {
    long begun = ticker.nanoTime();
    String id = ids.next().toString();
    store.enter(self, id, self.id(), folder);
    self.joined(id);
    seen = begun;
    ejected = false;
    abandoned = null;
    log.info("This node is back.");
  }

  /**
   * Whether its last sign of life is young enough for its children to hear from it: what they may
   * live without it is then over before others run their jobs.
   */
  public boolean isHeard() {
    Duration silent = Duration.ofNanos(ticker.nanoTime() - seen);
    return abandoned == null && silent.compareTo(silence.beat().multipliedBy(3).dividedBy(2)) < 0;
  }

  /** Settles what nodes owned that are gone; may wait for the database as long as it is away. */
  void rescue() {
    rescues.forEach(Runnable::run);
  }

  /** Ends the children of a node that could give no sign of life for too long. */
  void watch() {
    Duration silent = Duration.ofNanos(ticker.nanoTime() - seen);
    if (ejected) {
      giveUp("the others have given it up for lost");
    } else if (silent.compareTo(silence.own()) > 0) {
      giveUp("it gave no sign of life for " + silent.toSeconds() + " s");
    }
  }

  private synchronized void giveUp(String why) {
    if (abandoned == null) {
      log.error("This node ends its children, because {}; others may run their jobs now.", why);
      self.suspend();
      abandoned = abandon.get();
    }
  }
}
