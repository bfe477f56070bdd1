package io.forkyard.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of a list that one answer shows.
 *
 * @param next the cursor of the rest; null when there is none
 */
record Page<T>(List<T> items, @Nullable String next) {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1000;

  static int limit(@Nullable String limit) {
    return Params.whole("limit", limit, 1, MOST).map(Long::intValue).orElse(DEFAULT_LIMIT);
  }

  /** Of what its service has cut already. */
  static <T> Page<T> of(
      List<T> shown, boolean more, Function<T, Object> key, @Nullable Object... filters) {
    return new Page<>(
        shown, more ? Cursor.write(key.apply(shown.getLast()).toString(), filters) : null);
  }

  /** Cuts what was read with one more than the limit, to learn whether there is more. */
  static <T> Page<T> of(
      List<T> read, int limit, Function<T, Object> key, @Nullable Object... filters) {
    boolean more = read.size() > limit;
    return of(more ? read.subList(0, limit) : read, more, key, filters);
  }
}
