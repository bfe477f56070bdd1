package io.forkyard.job;

import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Ids;
import io.forkyard.storage.RepeatKey;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The maps that were accepted, and their results. Any thread may call. */
public final class Maps {

  private final MapStore store;
  private final MapResultStore results;
  private final ChangeSignal signal;
  private final MapChanges changes;
  private final Ids ids;

  Maps(MapStore store, MapResultStore results, ChangeSignal signal, MapChanges changes, Ids ids) {
    this.store = store;
    this.results = results;
    this.signal = signal;
    this.changes = changes;
    this.ids = ids;
  }

  /**
   * Stores a map; it survives the service from here on.
   *
   * @param maxPending most entries that may wait in its pool, this one included
   * @param key of the request, if its caller marked it
   */
  public MapAdded add(NewMap map, int maxPending, @Nullable RepeatKey key) {
    MapAdded added = store.add(ids.next(), map, maxPending, key);
    if (added instanceof MapAdded.Stored stored) {
      changes.tell(stored.map().id());
    }
    return added;
  }

  /** The map with this id. */
  public Optional<MapStatus> find(UUID id) {
    return store.find(id);
  }

  /** The map as soon as it has ended, or as it stands after the given time. */
  public Optional<MapStatus> await(UUID id, Duration limit) {
    return signal.await(
        endTopic(id), limit, () -> find(id), map -> map.isEmpty() || map.get().state().ready());
  }

  /** Maps by id, newest first, older than {@code before} where given. */
  public MapPage list(JobFilter filter, @Nullable UUID before, int limit) {
    return store.list(filter, before, limit);
  }

  /** Forgets a map that has ended, with its results. */
  public Jobs.Deletion delete(UUID id) {
    if (store.delete(id)) {
      return Jobs.Deletion.DONE;
    }
    return find(id).isPresent() ? Jobs.Deletion.NOT_FINISHED : Jobs.Deletion.NOT_FOUND;
  }

  /**
   * Results in the order of the input, from an index on. Returns as soon as there are some or will
   * be none, at the latest after the given wait.
   *
   * @return empty when there is no such map
   */
  public Optional<MapResults> ordered(UUID id, long from, Duration wait) {
    return signal.await(topic(id), wait, () -> results.ordered(id, from), Maps::isSome);
  }

  /** The same in the order of completion, from a sequence number on; the first is 0. */
  public Optional<MapResults> unordered(UUID id, long from, Duration wait) {
    return signal.await(topic(id), wait, () -> results.unordered(id, from), Maps::isSome);
  }

  /** Failures of items that had their turn, in the order of the input, from an index on. */
  public Optional<MapResults> failed(UUID id, long from) {
    return results.failed(id, from, Integer.MAX_VALUE);
  }

  /** The failure of the first item that has one. */
  public Optional<MapResult> firstFailed(UUID id) {
    return results.failed(id, 0, 1).flatMap(found -> found.rows().stream().findFirst());
  }

  /** Whether the service stops, so that nothing will come any more. */
  public boolean stopping() {
    return signal.draining();
  }

  private static boolean isSome(Optional<MapResults> seen) {
    return seen.isEmpty() || seen.get().last() || !seen.get().rows().isEmpty();
  }

  /** The topic on which a change of the map is signalled. */
  public static String topic(UUID id) {
    return "map/" + id;
  }

  /** The topic on which is signalled that the map may have ended. */
  static String endTopic(UUID id) {
    return "map-end/" + id;
  }
}
