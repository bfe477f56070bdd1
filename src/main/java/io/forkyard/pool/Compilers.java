package io.forkyard.pool;

import io.forkyard.code.Sources;
import io.forkyard.job.FailureReason;
import io.forkyard.process.Children;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compilers of this node, a few at most: a source that finds none free waits for its turn. The
 * one that was of use last is taken first, so that it stays warm. Any thread may call.
 */
final class Compilers {

  private static final Logger log = LoggerFactory.getLogger(Compilers.class);

  /** After so many a compiler takes a fifth of its first time. */
  private static final int ROUNDS = 4;

  /** Touches what most sources need. */
  private static final String SAMPLE =
      """
      import java.util.List;
      import java.util.Map;
      import java.util.function.Function;
      import java.util.stream.Collectors;

      public class Sample {
        enum Kind { ODD, EVEN }
        record Item(String name, int number) {
          Kind kind() { return number % 2 == 0 ? Kind.EVEN : Kind.ODD; }
        }
        interface Task<T> { T run(List<Item> items) throws Exception; }

        static String say(Object thing) {
          return switch (thing) {
            case Item item when item.number() > 1 -> "many " + item;
            case null -> "nothing";
            default -> "other " + thing.hashCode();
          };
        }
        static Map<Kind, Long> count(List<Item> items) throws Exception {
          Task<Map<Kind, Long>> task = all ->
              all.stream().collect(Collectors.groupingBy(Item::kind, Collectors.counting()));
          try {
            return task.run(items);
          } finally {
            for (Item item : items) { say(item); }
          }
        }
        static <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> each) {
          return items.stream().<R>map(each).toList();
        }
      }
      """;

  private final BlockingDeque<Compiler> free = new LinkedBlockingDeque<>();
  private final List<Compiler> all;
  private final CompilerProperties properties;
  private final Sources sources;
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean closed;

  /**
   * None is started yet.
   *
   * @param limit longest time for one source
   */
  Compilers(Children children, Duration limit, CompilerProperties properties, Sources sources) {
    this.properties = properties;
    this.sources = sources;
    this.all =
        IntStream.range(0, properties.max())
            .mapToObj(_ -> new Compiler(children, limit, properties.sources(), this::name))
            .toList();
    free.addAll(all);
  }

  private String name() {
    return "compiler-" + started.incrementAndGet();
  }

  /**
   * Compiles one text into a folder, when its turn has come.
   *
   * @param javaHome of the JDK that does it, or null for the service's own
   * @throws CompilationFailedException with the compiler's messages, or why there was no compiler
   */
  void compile(String text, List<Path> classpath, Path output, @Nullable String javaHome)
      throws CompilationFailedException {
    Compiler compiler = take();
    try {
      compiler.compile(text, classpath, output, javaHome);
    } finally {
      boolean warm = compiler.isWarm();
      release(compiler, warm);
      if (!warm) {
        warmUp();
      }
    }
  }

  /** Begins to warm one up that is free, if that is wanted. What waits for it goes first. */
  void warmUp() {
    Compiler compiler = properties.warm() && !closed ? free.pollFirst() : null;
    if (compiler != null) {
      Thread.ofVirtual().name("compiler-warm-up").start(() -> warmUp(compiler));
    }
  }

  /** Ends the compilations under way. */
  void close() {
    closed = true;
    all.forEach(Compiler::close);
  }

  private void warmUp(Compiler compiler) {
    compiler.rouse();
    try {
      Path output = sources.begin();
      try {
        for (int i = compiler.isWarm() ? ROUNDS : 0; i < ROUNDS && waiting.get() == 0; i++) {
          compiler.compile(SAMPLE, List.of(), output, null);
        }
      } finally {
        sources.drop(output);
      }
    } catch (CompilationFailedException | IOException e) {
      log.debug("No compiler is kept warm: {}", e.getMessage());
      compiler.dismiss();
    } finally {
      release(compiler, compiler.isWarm());
    }
  }

  private Compiler take() throws CompilationFailedException {
    waiting.incrementAndGet();
    try {
      Compiler compiler = free.takeFirst();
      if (closed) {
        free.addFirst(compiler);
        throw stopped();
      }
      compiler.rouse();
      return compiler;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped();
    } finally {
      waiting.decrementAndGet();
    }
  }

  private static CompilationFailedException stopped() {
    return new CompilationFailedException(FailureReason.START_FAILED, "The service stops.");
  }

  private void release(Compiler compiler, boolean warm) {
    if (warm && properties.idle().isPositive()) {
      compiler.rest(properties.idle(), () -> giveUp(compiler));
    }
    if (warm) {
      free.addFirst(compiler);
    } else {
      free.addLast(compiler);
    }
  }

  /** Unless it is of use at this moment. */
  private void giveUp(Compiler compiler) {
    if (free.remove(compiler)) {
      compiler.dismiss();
      free.addLast(compiler);
    }
  }
}
