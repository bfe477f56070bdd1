package io.forkyard.code;

import io.forkyard.storage.Retained;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Jars that nothing names any more. Each leaves alone, because it may be large. */
record UnusedArtifacts(ArtifactStore store, JarCache cache) implements Retained {

  private static final int BATCH = 100;

  @Override
  public String name() {
    return "artifact";
  }

  @Override
  public void prune(Instant before, BooleanSupplier going) {
    List<String> unused = store.unused(before, BATCH);
    for (String id : unused) {
      if (going.getAsBoolean() && store.deleteUnused(id, before)) {
        cache.forget(id);
      }
    }
  }
}
