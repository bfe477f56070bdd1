package io.forkyard.pool;

import io.forkyard.code.Recent;
import io.forkyard.code.Sources;
import io.forkyard.job.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What comes of sources. Each text is compiled once for a class path and a JDK; who needs the same
 * meanwhile waits for that one compilation. Classes are kept in files, complaints in memory.
 */
final class Compilations {

  private static final int COMPLAINTS = 200;

  private final Sources sources;
  private final Compilers compilers;
  private final Map<String, CompletableFuture<Path>> underWay = new ConcurrentHashMap<>();
  private final Recent<String, String> complaints = new Recent<>(COMPLAINTS);

  Compilations(Sources sources, Compilers compilers) {
    this.sources = sources;
    this.compilers = compilers;
  }

  /**
   * A source in need of classes.
   *
   * @param text is fetched when the source is compiled
   * @param jars that it refers to
   * @param javaHome of the JDK, or null for the service's own
   */
  record Wanted(String hash, Supplier<String> text, List<Path> jars, @Nullable String javaHome) {

    String key() {
      return Sources.key(hash, javaHome == null ? System.getProperty("java.home") : javaHome, jars);
    }
  }

  /**
   * The classes of a source, which may take as long as a compilation, and the wait for its turn.
   *
   * @throws CompilationFailedException if it gives none
   */
  Path classes(Wanted source) throws CompilationFailedException {
    String key = source.key();
    Optional<Path> known = sources.classes(key);
    if (known.isPresent()) {
      return known.get();
    }
    CompletableFuture<Path> mine = new CompletableFuture<>();
    CompletableFuture<Path> first = underWay.putIfAbsent(key, mine);
    if (first != null) {
      return await(first);
    }
    try {
      mine.complete(make(key, source));
    } catch (Throwable e) {
      mine.completeExceptionally(e);
    } finally {
      underWay.remove(key);
    }
    return await(mine);
  }

  /** Whoever came between the look and the turn may have made them. */
  private Path make(String key, Wanted source) throws CompilationFailedException {
    Optional<Path> known = sources.classes(key);
    if (known.isPresent()) {
      return known.get();
    }
    String complaint = complaints.get(key);
    if (complaint != null) {
      throw new CompilationFailedException(FailureReason.COMPILE_ERROR, complaint);
    }
    try {
      return compile(key, source);
    } catch (CompilationFailedException e) {
      if (e.reason() == FailureReason.COMPILE_ERROR) {
        complaints.put(key, String.valueOf(e.getMessage()));
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("Compiled classes cannot be written", e);
    }
  }

  private Path compile(String key, Wanted source) throws CompilationFailedException, IOException {
    String text = source.text().get();
    Path output = sources.begin();
    try {
      compilers.compile(text, source.jars(), output, source.javaHome());
      return sources.keep(key, output);
    } catch (CompilationFailedException e) {
      sources.drop(output);
      throw e;
    }
  }

  private static Path await(CompletableFuture<Path> classes) throws CompilationFailedException {
    try {
      return classes.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof CompilationFailedException failed) {
        throw failed;
      }
      throw e;
    }
  }
}
