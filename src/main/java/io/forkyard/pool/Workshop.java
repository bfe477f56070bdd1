package io.forkyard.pool;

import io.forkyard.code.ClassPaths;
import io.forkyard.code.MissingArtifactException;
import io.forkyard.code.Recent;
import io.forkyard.code.Sources;
import io.forkyard.job.Code;
import io.forkyard.job.FailureReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the class path of a job ready. A source is compiled in a child for that, never in the
 * service, and for jobs and maps before they have a child of their own.
 */
final class Workshop {

  private static final Logger log = LoggerFactory.getLogger(Workshop.class);
  private static final int REMEMBERED = 10_000;

  private final ClassPaths classPaths;
  private final Sources sources;
  private final Compilations compilations;
  private final Compilers compilers;
  private final Path examples;

  /** What was prepared, well or in vain. */
  private final Recent<Prepared, Prepared> prepared = new Recent<>(REMEMBERED);

  Workshop(ClassPaths classPaths, Sources sources, Compilers compilers, Path examples) {
    this.classPaths = classPaths;
    this.sources = sources;
    this.compilations = new Compilations(sources, compilers);
    this.compilers = compilers;
    this.examples = examples;
  }

  /** Some code, and the JDK that runs it. */
  private record Prepared(Code code, @Nullable String javaHome) {}

  /** Whether the class path of this code is there at once, or what is wrong with it known. */
  boolean isPrepared(Code code, @Nullable String javaHome) {
    return prepared.get(new Prepared(code, javaHome)) != null;
  }

  /**
   * Begins to make the class path of some code ready.
   *
   * @param javaHome of the child that will run it, or null for the service's own
   * @return completes when it is, or cannot be: who asks for it then hears why
   */
  CompletableFuture<?> prepare(Code code, @Nullable String javaHome) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            classpath(code.source(), code.classpath(), javaHome);
          } catch (CompilationFailedException | MissingArtifactException e) {
            log.debug("The source {} gives no classes: {}", code.source(), e.getMessage());
          } catch (RuntimeException e) {
            log.warn("The source {} could not be compiled", code.source(), e);
          } finally {
            prepared.put(new Prepared(code, javaHome), new Prepared(code, javaHome));
          }
        },
        Thread::startVirtualThread);
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
    if (source == null) {
      return all(List.of(), classPaths.files(ids));
    }
    try {
      return classpath(source, () -> sources.text(source), ids, javaHome);
    } catch (CompilationFailedException e) {
      if (e.reason() == FailureReason.START_FAILED) {
        prepared.remove(new Prepared(new Code(source, ids), javaHome));
      }
      throw e;
    }
  }

  /** The same for an initializer, so that jobs with the same code see what it did. */
  List<Path> classpath(Initializer initializer, @Nullable String javaHome)
      throws CompilationFailedException {
    String text = initializer.source();
    return text == null
        ? classpath((String) null, initializer.classpath(), javaHome)
        : classpath(Sources.hash(text), () -> text, initializer.classpath(), javaHome);
  }

  private List<Path> classpath(
      String hash, Supplier<String> text, List<String> ids, @Nullable String javaHome)
      throws CompilationFailedException {
    List<Path> jars = classPaths.files(ids);
    Path classes = compilations.classes(new Compilations.Wanted(hash, text, jars, javaHome));
    return all(List.of(classes), jars);
  }

  private List<Path> all(List<Path> classes, List<Path> jars) {
    List<Path> all = new ArrayList<>(classes);
    all.addAll(jars);
    all.add(examples);
    return all;
  }

  /** Keeps a compiler at hand, if that is wanted. */
  void warmUp() {
    compilers.warmUp();
  }

  /** Ends the compilations under way. */
  void close() {
    compilers.close();
  }
}
