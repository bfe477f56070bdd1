package io.forkyard.pool;

import io.forkyard.process.CallRefusedException;
import io.forkyard.storage.ChangeSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * The places for living children: {@code forkyard.max-processes} of them, for all pools and single
 * processes together. Whoever starts a child takes a place first, and gives it back when the child
 * is gone. A compiler needs none: there are few, and jobs wait for them.
 *
 * <p>Guests whose jobs wait get the free places in turn, one each; spares are started only while
 * nobody waits, and idle children make room for who does. While children wait for jobs, one place
 * at least is left for those who run them. Any thread may call.
 */
public final class Places {

  private static final String TOPIC = ChangeSignal.HERE + "places";
  private static final Duration ROOM_MADE = Duration.ofSeconds(1);

  /** Somebody who takes places, and lets idle children go when others need them. */
  interface Guest {

    /** A place may be free now, or somebody waits for one. Returns at once. */
    void placesChanged();
  }

  /** How many places a guest waits for, and whether it has none at all. */
  private record Want(int places, boolean starving) {}

  private final int all;
  private final ChangeSignal signal;
  private final Set<Guest> guests = new CopyOnWriteArraySet<>();

  /** Guarded by this, as is all that follows. Who waits, in turn. */
  private final Map<Guest, Want> wants = new LinkedHashMap<>();

  private int taken;
  private int promised;

  /** Taken by children that may stay for ever: single processes, and those that wait for jobs. */
  private int held;

  /** How many waits for jobs are under way. */
  private int waits;

  Places(int all, ChangeSignal signal) {
    this.all = all;
    this.signal = signal;
  }

  /**
   * A place for a single process, which does not wait in line: it is found at once, or a moment
   * later when an idle child leaves for it.
   *
   * @return empty when as many children live as may and all are needed
   */
  public Optional<Place> tryTake() {
    Guest hurried = () -> signal.changed(TOPIC);
    @Nullable Place place = takeSingle(hurried);
    if (place == null && canHold()) {
      want(hurried, 1, true);
      place = signal.await(TOPIC, ROOM_MADE, () -> takeSingle(hurried), found -> found != null);
      want(hurried, 0, false);
    }
    return Optional.ofNullable(place);
  }

  private synchronized @Nullable Place takeSingle(Guest guest) {
    Place place = canHold() ? take(guest) : null;
    if (place != null) {
      place.single = true;
      held++;
    }
    return place;
  }

  private synchronized boolean canHold() {
    return held + 1 < all || held < all && waits == 0;
  }

  /**
   * A child begins to wait for a job; followed by one {@link #endWait}.
   *
   * @param single whether it is a single process
   * @throws CallRefusedException if it and its like would hold all places, so that no child could
   *     ever run the job
   */
  synchronized void beginWait(boolean single) throws CallRefusedException {
    int more = single ? 0 : 1;
    if (held + more >= all) {
      throw CallRefusedException.refused(
          "Waiting would leave no child to run what is waited for: forkyard.max-processes is "
              + all
              + ", and "
              + (held + more - 1)
              + " others wait already or are single processes");
    }
    held += more;
    waits++;
  }

  /** Whether so many children wait that new ones are better spent on what they wait for. */
  synchronized boolean crowded() {
    return held >= all / 2;
  }

  synchronized void endWait(boolean single) {
    held -= single ? 0 : 1;
    waits--;
  }

  void join(Guest guest) {
    guests.add(guest);
  }

  void leave(Guest guest) {
    guests.remove(guest);
    want(guest, 0, false);
  }

  /** A place for a waiting job, when it is the guest's turn. The next turn is the others'. */
  synchronized @Nullable Place take(Guest guest) {
    if (free() <= ahead(guest)) {
      return null;
    }
    Want want = wants.remove(guest);
    if (want != null && want.places() > 1) {
      wants.put(guest, new Want(want.places() - 1, false));
    }
    return place();
  }

  /** A place for a child that no job needs yet. */
  synchronized @Nullable Place takeSpare() {
    return free() > 0 && wants.isEmpty() ? place() : null;
  }

  /** Says how many places a guest still waits for; none ends its waiting. */
  void want(Guest guest, int places, boolean starving) {
    List<Guest> concerned;
    synchronized (this) {
      Want want = new Want(places, starving);
      Want before = places == 0 ? wants.remove(guest) : wants.put(guest, want);
      if (places == 0 ? before == null : want.equals(before)) {
        return;
      }
      concerned = new ArrayList<>(places == 0 ? wants.keySet() : guests);
    }
    concerned.forEach(Guest::placesChanged);
  }

  private Place place() {
    taken++;
    return new Place();
  }

  private int free() {
    return all - taken;
  }

  private int ahead(Guest guest) {
    int ahead = 0;
    for (Guest other : wants.keySet()) {
      if (other == guest) {
        return ahead;
      }
      ahead++;
    }
    return ahead;
  }

  /** The right to one living child. */
  public final class Place {

    private boolean left;
    private boolean given;
    private boolean single;

    private Place() {}

    /** To be called when the child is gone, or was never there; again does nothing. */
    public void giveBack() {
      List<Guest> waiting;
      synchronized (Places.this) {
        if (left) {
          return;
        }
        left = true;
        taken--;
        promised -= given ? 1 : 0;
        held -= single ? 1 : 0;
        // Where nobody waits, those who had to give up a spare may have one again.
        waiting = List.copyOf(wants.isEmpty() ? guests : wants.keySet());
      }
      waiting.forEach(Guest::placesChanged);
    }

    /**
     * Whether somebody waits for this very place, so that the child should go.
     *
     * @param needed whether the child has work, so that only a guest without any child counts
     */
    boolean isWanted(boolean needed) {
      synchronized (Places.this) {
        int wanted =
            wants.values().stream()
                .mapToInt(want -> needed ? (want.starving() ? 1 : 0) : want.places())
                .sum();
        boolean mine = !given && !left && wanted > free() + promised;
        if (mine) {
          given = true;
          promised++;
        }
        return mine;
      }
    }
  }
}
