package io.forkyard.lock;

import io.forkyard.line.LeaseTimer;
import io.forkyard.line.Lines;
import io.forkyard.line.Refusal;
import io.forkyard.storage.Persistence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code multiprocessing.Lock} and {@code RLock}, shared by all. Any thread may call and be
 * blocked. An interrupt ends a blocked acquire, which then holds nothing; the flag stays set.
 *
 * <p>{@code here} tells whether the caller is still there to be answered; it is asked by another
 * thread, and must not block. Nothing is granted to one who is not.
 */
public final class Locks {

  private final LockStore store;
  private final GrantStore grants;
  private final LeaseTimer timer;
  private final Lines<LockSeeker, SharedLine<LockSeeker, Optional<Acquired>>> lines;
  private final Persistence persistence;
  private final LockProperties properties;

  Locks(
      LockStore store,
      GrantStore grants,
      LeaseTimer timer,
      Lines<LockSeeker, SharedLine<LockSeeker, Optional<Acquired>>> lines,
      Persistence persistence,
      LockProperties properties) {
    this.store = store;
    this.grants = grants;
    this.timer = timer;
    this.lines = lines;
    this.persistence = persistence;
    this.properties = properties;
  }

  /** Creates a lock where there is none of this name. One that is there stays as it is. */
  public Opening<LockStatus> open(String name, boolean reentrant) {
    LockStore.Opened opened = store.open(name, reentrant, properties.maxLocks());
    return opened
        .lock()
        .map(lock -> Opening.of(opened.created(), lock.reentrant() == reentrant, live(lock)))
        .orElseGet(() -> new Opening.TooMany<>(properties.maxLocks()));
  }

  /** The lock of this name. */
  public Optional<LockStatus> find(String name) {
    return store.find(name).map(this::live);
  }

  /** Locks by name, those behind the given one. */
  public List<LockStatus> list(String after, int limit) {
    return store.list(after, limit).stream().map(this::live).toList();
  }

  private LockStatus live(LockStatus lock) {
    return lines.find(lock.name()).map(line -> lock.with(line.waiting())).orElse(lock);
  }

  /**
   * Takes a lock as soon as it is free. One that is re-entered is taken at once, whoever waits.
   *
   * @param token that holds it already, to re-enter it; null for a first entry
   * @param limit zero for one try
   */
  public Acquired acquire(
      String name, Holder holder, @Nullable String token, Duration limit, BooleanSupplier here) {
    Optional<Acquired> entered =
        token == null ? Optional.empty() : grants.reenter(name, token, holder.lease());
    return entered.orElseGet(() -> await(name, new LockSeeker(holder, here), limit));
  }

  private Acquired await(String name, LockSeeker seeker, Duration limit) {
    lines.await(name, seeker, limit);
    Acquired acquired = seeker.outcome().orElseGet(() -> held(name));
    if (acquired instanceof Acquired.Granted(Grant grant)) {
      Optional.ofNullable(seeker.holder.lease()).ifPresent(timer::lent);
      if (Thread.currentThread().isInterrupted()) {
        giveBack(grant);
        return new Acquired.Refused(Refusal.GAVE_UP);
      }
    }
    return acquired;
  }

  private Acquired held(String name) {
    return find(name)
        .<Acquired>map(Acquired.Held::new)
        .orElseGet(() -> new Acquired.Refused(Refusal.UNKNOWN));
  }

  /** Takes back a grant that nobody heard of. */
  public void giveBack(Grant grant) {
    var unused =
        persistence.insist(
            "the return of " + grant.lock(),
            () -> release(grant.lock(), grant.token()) instanceof Released.Done);
  }

  /** Lets a lease last from now on as long as it was asked for. */
  public Released renew(String name, String token) {
    return grants.renew(name, token);
  }

  /** Releases a lock once; it is free when it was released as often as acquired. */
  public Released release(String name, String token) {
    return changed(name, grants.release(name, token));
  }

  /** Frees a lock whoever holds it, and however often. */
  public Released breakOpen(String name) {
    return changed(name, grants.breakOpen(name));
  }

  private Released changed(String name, Released released) {
    if (released instanceof Released.Done) {
      lines.changed(name);
    }
    return released;
  }

  /** Frees what a child JVM holds. */
  void releaseAll(Holder.Child child) {
    grants.releaseAll(child.process()).forEach(lines::changed);
  }

  /** Forgets a lock. Whether it was there. */
  public boolean delete(String name) {
    boolean known = store.delete(name);
    if (known) {
      lines.refuse(name, Refusal.UNKNOWN);
    }
    return known;
  }
}
