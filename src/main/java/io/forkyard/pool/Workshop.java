package io.forkyard.pool;

import io.forkyard.code.ClassPaths;
import io.forkyard.code.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the class path of a job ready. A source is compiled in a child of its own, never in the
 * service; who needs the same source meanwhile waits for that one compilation.
 */
final class Workshop {

  private final ClassPaths classPaths;
  private final Sources sources;
  private final Compiler compiler;
  private final Path examples;
  private final Map<String, CompletableFuture<Path>> underWay = new ConcurrentHashMap<>();

  Workshop(ClassPaths classPaths, Sources sources, Compiler compiler, Path examples) {
    this.classPaths = classPaths;
    this.sources = sources;
    this.compiler = compiler;
    this.examples = examples;
  }

  /**
   * Where classes are looked up, in this order: the source, the jars, those of all jobs.
   *
   * @param source hash of the source, if there is one
   * @param ids of the jars
   * @param javaHome of the child that will run it, or null for the service's own
   */
  List<Path> classpath(@Nullable String source, List<String> ids, @Nullable String javaHome)
      throws CompilationFailedException {
    return classpath(
        source == null ? null : new Source(source, () -> sources.text(source)), ids, javaHome);
  }

  /** The same for an initializer, so that jobs with the same code see what it did. */
  List<Path> classpath(Initializer initializer, @Nullable String javaHome)
      throws CompilationFailedException {
    String text = initializer.source();
    Source source = text == null ? null : new Source(Sources.hash(text), () -> text);
    return classpath(source, initializer.classpath(), javaHome);
  }

  private List<Path> classpath(@Nullable Source source, List<String> ids, @Nullable String javaHome)
      throws CompilationFailedException {
    List<Path> jars = classPaths.files(ids);
    List<Path> all = new ArrayList<>();
    if (source != null) {
      all.add(classes(source, jars, javaHome));
    }
    all.addAll(jars);
    all.add(examples);
    return all;
  }

  /** The hash of a source, and the way to its text. */
  private record Source(String hash, Supplier<String> text) {}

  /** Ends the compilations under way. */
  void close() {
    compiler.close();
  }

  private Path classes(Source source, List<Path> jars, @Nullable String javaHome)
      throws CompilationFailedException {
    String jdk = javaHome == null ? System.getProperty("java.home") : javaHome;
    String key = Sources.key(source.hash(), jdk, jars);
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
      mine.complete(compile(key, source.text().get(), jars, javaHome));
    } catch (Throwable e) {
      mine.completeExceptionally(e);
    } finally {
      underWay.remove(key);
    }
    return await(mine);
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

  private Path compile(String key, String text, List<Path> jars, @Nullable String javaHome)
      throws CompilationFailedException {
    try {
      Path output = sources.begin();
      try {
        compiler.compile(text, jars, output, javaHome);
        return sources.keep(key, output);
      } catch (CompilationFailedException e) {
        sources.drop(output);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Compiled classes cannot be written", e);
    }
  }
}
