package io.forkyard.pool;

import io.forkyard.job.Code;
import io.forkyard.job.Ready;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The code that jobs of one pool wait for without a child: so many sources at most are compiled, or
 * wait for a compiler, at a time. The others wait with their jobs. The pool's thread's alone.
 */
final class Preparation {

  /** Few enough that other pools get their turn. */
  static final int MOST = 64;

  private final Workshop workshop;
  private final Consumer<Runnable> post;
  private final Set<Code> underWay = new HashSet<>();

  /**
   * Of one pool.
   *
   * @param post runs something on the pool's thread
   */
  Preparation(Workshop workshop, Consumer<Runnable> post) {
    this.workshop = workshop;
    this.post = post;
  }

  /** What may be handed out. */
  Ready ready(PoolSettings settings) {
    String javaHome = settings.javaHome();
    List<String> passed = underWay.stream().map(Code::source).distinct().toList();
    return new Ready(code -> workshop.isPrepared(code, javaHome), passed, underWay.size() < MOST);
  }

  /**
   * Begins to prepare what a claim has found wanting.
   *
   * @param done runs on the pool's thread after each
   */
  void begin(List<Code> wanting, PoolSettings settings, Runnable done) {
    for (Code code : wanting) {
      if (underWay.size() < MOST && underWay.add(code)) {
        workshop
            .prepare(code, settings.javaHome())
            .whenComplete((_, failure) ->
                post.accept(() -> {
                  underWay.remove(code);
                  done.run();
                }));
      }
    }
  }
}
