package io.forkyard.pool;

import io.forkyard.code.ClassPaths;
import io.forkyard.code.Sources;
import io.forkyard.job.JobState;
import io.forkyard.job.MapAdded;
import io.forkyard.job.MapStatus;
import io.forkyard.job.MapSubmission;
import io.forkyard.job.Maps;
import io.forkyard.job.NewJob;
import io.forkyard.job.NewMap;
import io.forkyard.job.Submission;
import io.forkyard.node.Errand;
import io.forkyard.storage.RepeatKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The way of maps into the pools, and out of them before their time. Any thread may call. */
public final class PoolMaps {

  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** For each node whose children run items of the map; answered with how many were told. */
  record Wish(UUID map, Duration grace) {}

  private final Pools pools;
  private final Maps maps;
  private final ClassPaths classPaths;
  private final Staff staff;
  private final Errand<Wish, Integer> errand;

  PoolMaps(Pools pools, Maps maps, ClassPaths classPaths, Staff staff) {
    this.pools = pools;
    this.maps = maps;
    this.classPaths = classPaths;
    this.staff = staff;
    this.errand =
        staff
            .errands()
            .kind("stop-map", Wish.class, Integer.class, wish -> Optional.of(stopHere(wish)));
  }

  /**
   * Stores a map for its pool. What is accepted survives the service.
   *
   * @param key claimed by the map in the transaction that stores it, if its caller marked it
   */
  public MapSubmitted submit(MapSubmission map, @Nullable RepeatKey key) {
    Submission each = map.each();
    Pool pool = pools.open(each.pool()).orElse(null);
    if (pool == null) {
      return new MapSubmitted.Refused(new Submitted.NoPool());
    }
    return switch (classPaths.resolve(each.classpath())) {
      case ClassPaths.Resolved.Missing missing ->
          new MapSubmitted.Refused(new Submitted.NoArtifact(missing.id()));
      case ClassPaths.Resolved.Found found -> submit(map, found.jvmOptions(), pool, key);
    };
  }

  private MapSubmitted submit(
      MapSubmission map, String jvmOptions, Pool pool, @Nullable RepeatKey key) {
    Submission each = map.each();
    String source = each.source() == null ? null : Sources.hash(each.source());
    Integer asked = map.chunkSize();
    int size = asked == null ? ChunkRule.size(map.items().size(), pool.settings().size()) : asked;
    NewMap wanted =
        new NewMap(
            new NewJob(each, each.target(), source, jvmOptions, null),
            map.star(),
            map.items(),
            size);
    int maxPending = pool.settings().maxPending();
    return switch (maps.add(wanted, maxPending, key)) {
      case MapAdded.Refused refused ->
          new MapSubmitted.Refused(Submissions.refused(refused.why(), maxPending));
      case MapAdded.Stored stored -> {
        pools.wake(each.pool());
        yield new MapSubmitted.Accepted(stored.map());
      }
    };
  }

  /**
   * Lets nothing more of a map run, asks the children that run its items to stop, and kills them
   * after the grace, with all that they started.
   *
   * @throws io.forkyard.node.UnansweredException if such children are another node's, which is
   *     silent
   */
  public MapStopped stop(UUID id, Duration grace) {
    Optional<JobState> before = staff.chunks().stop(id);
    if (before.isEmpty()) {
      return new MapStopped.NotFound();
    }
    Wish wish = new Wish(id, grace);
    stopHere(wish);
    stopElsewhere(wish);
    MapStatus map = maps.find(id).orElse(null);
    if (map == null) {
      return new MapStopped.NotFound();
    }
    if (before.get().ready()) {
      return new MapStopped.AlreadyFinished(map);
    }
    return before.get() == JobState.PENDING
        ? new MapStopped.Cancelled(map)
        : new MapStopped.Stopping(map);
  }

  private int stopHere(Wish wish) {
    List<ChunkRun> runs = staff.running().chunks(wish.map());
    runs.forEach(run -> run.stop(Cause.USER, wish.grace()));
    return runs.size();
  }

  private void stopElsewhere(Wish wish) {
    List<String> nodes =
        staff.chunks().owners(wish.map()).stream().filter(staff::elsewhere).toList();
    errand.ask(nodes, wish, ANSWER).all();
  }
}
