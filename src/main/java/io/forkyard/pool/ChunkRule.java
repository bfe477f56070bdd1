package io.forkyard.pool;

/** How a map is cut when its caller does not say. */
final class ChunkRule {

  private static final int CHUNKS_PER_WORKER = 4;

  private ChunkRule() {}

  /**
   * CPython, {@code Pool._map_async}: {@code chunksize, extra = divmod(len(iterable), len(pool) *
   * 4)}, and one more if there is an extra; 0 without items.
   */
  static int size(int items, int workers) {
    return Math.ceilDiv(items, workers * CHUNKS_PER_WORKER);
  }
}
