package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forkyard.code.Sources;
import io.forkyard.job.FailureReason;
import io.forkyard.process.Child;
import io.forkyard.process.Children;
import io.forkyard.process.Exit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The children that compile, beside those of a service. */
class CompilersTest extends PoolsTest {

  private static final Duration NEVER = Duration.ZERO;

  @Autowired private Children children;
  @Autowired private Sources sources;

  /** Of the service. */
  private final Set<Child> others = new HashSet<>();

  private Compilers compilers;

  @BeforeEach
  void open() {
    others.addAll(all());
    open(LONG, new CompilerProperties(1, 9, NEVER, false));
  }

  private void open(Duration limit, CompilerProperties properties) {
    close();
    compilers = new Compilers(children, limit, properties, sources);
  }

  @AfterEach
  void close() {
    if (compilers != null) {
      compilers.close();
    }
    all().forEach(child -> child.treeGone().join());
  }

  @Test
  void oneChildCompilesManySources() throws Exception {
    compile("class A {}");
    Child child = only();
    compile("class B {}");

    assertThat(only()).isSameAs(child);
  }

  @Test
  void badSourceIsToldAndDoesNotCostTheChild() throws Exception {
    compile("class A {}");
    Child child = only();

    CompilationFailedException failure = refused("class A { int x = \"text\"; }");

    assertThat(failure.reason()).isEqualTo(FailureReason.COMPILE_ERROR);
    assertThat(failure).hasMessageContaining("incompatible types");
    compile("class B {}");
    assertThat(only()).isSameAs(child);
  }

  @Test
  void wornOutChildLeavesAndTheNextSourceGetsAnother() throws Exception {
    open(LONG, new CompilerProperties(1, 3, NEVER, false));
    compile("class A {}");
    Child child = only();
    compile("class B {}");
    compile("class C {}");

    assertThat(child.exit().join().code()).isZero();
    compile("class D {}");
    assertThat(only()).isNotSameAs(child);
  }

  @Test
  void idleChildLeaves() throws Exception {
    open(LONG, new CompilerProperties(1, 9, Duration.ofMillis(1), false));
    CompletableFuture<Path> large = compileLater(largeSource());
    Child child = awaitChild();
    large.join();

    assertThat(child.exit().join().code()).isZero();
    assertThat(compile("class B {}").resolve("B.class")).exists();
  }

  @Test
  void sourcesBeyondTheBoundWaitForTheirTurn() {
    Path[] outputs = IntStream.range(0, 8).mapToObj(i -> folder()).toArray(Path[]::new);
    Stream<CompletableFuture<Integer>> all =
        IntStream.range(0, outputs.length)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(
                    () -> {
                      compileTo(outputs[i], "class A%d {}".formatted(i));
                      return all().size();
                    },
                    Thread::startVirtualThread));

    assertThat(all.toList()).allSatisfy(alive -> assertThat(alive.join()).isLessThan(3));
    for (int i = 0; i < outputs.length; i++) {
      assertThat(outputs[i].resolve("A%d.class".formatted(i))).exists();
    }
  }

  /** A child that stands still is as good as one with a source without an end. */
  @Test
  void hangingCompilerEndsWithItsTimeAndTheNextSourceGetsAnother() throws Exception {
    open(Duration.ofSeconds(10), new CompilerProperties(1, 9, NEVER, false));
    compile("class A {}");
    Child child = only();
    signal(child, "STOP");

    CompilationFailedException failure = refused("class B {}");

    assertThat(failure.reason()).isEqualTo(FailureReason.COMPILE_ERROR);
    assertThat(failure).hasMessage("The compiler took longer than 10 s.");
    child.exit().join();
    compile("class B {}");
  }

  @Test
  void sourceIsNotBlamedForTheEndOfAChildThatHadCompiledOthers() throws Exception {
    compile("class A {}");
    Child child = only();
    signal(child, "STOP");
    CompletableFuture<Path> other = compileLater("class B {}");
    awaitWork(child);

    signal(child, "KILL");

    assertThat(other.join().resolve("B.class")).exists();
    assertThat(only()).isNotSameAs(child);
  }

  @Test
  void sourceIsNotBlamedForAnEndThatSomebodyWanted() throws Exception {
    CompletableFuture<Path> large = compileLater(largeSource());
    Child child = awaitChild();
    awaitWork(child);

    child.end(Duration.ZERO);

    assertThat(large.join().resolve("Large.class")).exists();
    assertThat(child.exit().join().code()).isEqualTo(-9);
  }

  @Test
  void largestSourceCompiles() throws Exception {
    String source = largeSource();
    String filled = source + "//" + "x".repeat((1 << 20) - source.length() - 2);

    assertThat(compile(filled).resolve("Large.class")).exists();
  }

  @Test
  void warmOneIsThereBeforeAnySource() throws Exception {
    open(LONG, new CompilerProperties(1, 20, NEVER, true));

    compilers.warmUp();

    Child child = awaitChild();
    compile("class A {}");
    assertThat(only()).isSameAs(child);
  }

  @Test
  void wornOutOneIsReplacedBeforeAnySource() throws Exception {
    open(LONG, new CompilerProperties(1, 5, NEVER, true));
    compilers.warmUp();
    Child child = awaitChild();

    while (!child.isStopping()) {
      compile("class A {}");
    }

    Exit exit = child.exit().join();
    assertThat(exit.code()).isZero();
    assertThat(awaitChild()).isNotSameAs(child);
  }

  @Test
  void textIsCompiledOnceForAllWhoNeedItAtOnce() throws Exception {
    Compilations compilations = new Compilations(sources, compilers);
    AtomicInteger compiled = new AtomicInteger();
    Compilations.Wanted wanted = wanted("class Once { /* %s */ }", compiled);

    List<CompletableFuture<Path>> all =
        IntStream.range(0, 100)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(
                    () -> classes(compilations, wanted), Thread::startVirtualThread))
            .toList();

    assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(compiled).hasValue(1);
    assertThat(all.getFirst().join().resolve("Once.class")).exists();
  }

  @Test
  void textThatIsBadIsCompiledOnce() {
    Compilations compilations = new Compilations(sources, compilers);
    AtomicInteger compiled = new AtomicInteger();
    Compilations.Wanted wanted = wanted("class Bad { %s }", compiled);

    for (int i = 0; i < 3; i++) {
      CompilationFailedException failure =
          catchThrowableOfType(
              CompilationFailedException.class, () -> compilations.classes(wanted));
      assertThat(failure.reason()).isEqualTo(FailureReason.COMPILE_ERROR);
      assertThat(failure).hasMessageContaining("Source.java:1");
    }
    assertThat(compiled).hasValue(1);
  }

  @Test
  void damagedClassesAreCompiledAgain() throws Exception {
    Compilations compilations = new Compilations(sources, compilers);
    AtomicInteger compiled = new AtomicInteger();
    Compilations.Wanted wanted = wanted("class Whole { /* %s */ }", compiled);
    Path file = compilations.classes(wanted).resolve("Whole.class");
    byte[] whole = Files.readAllBytes(file);

    Files.write(file, new byte[7]);

    assertThat(compilations.classes(wanted).resolve("Whole.class")).hasBinaryContent(whole);
    assertThat(compiled).hasValue(2);
  }

  /** A text that no other test has. */
  private static Compilations.Wanted wanted(String text, AtomicInteger compiled) {
    String id = UUID.randomUUID().toString();
    return new Compilations.Wanted(
        Sources.hash(id),
        () -> {
          compiled.incrementAndGet();
          return text.formatted(id);
        },
        List.of(),
        null);
  }

  private static Path classes(Compilations compilations, Compilations.Wanted wanted) {
    try {
      return compilations.classes(wanted);
    } catch (CompilationFailedException e) {
      throw new AssertionError(e);
    }
  }

  private Path folder() {
    try {
      return sources.begin();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path compile(String text) throws Exception {
    Path output = folder();
    compilers.compile(text, List.of(), output, null);
    return output;
  }

  private Path compileTo(Path output, String text) {
    try {
      compilers.compile(text, List.of(), output, null);
      return output;
    } catch (CompilationFailedException e) {
      throw new AssertionError(e);
    }
  }

  private CompletableFuture<Path> compileLater(String text) {
    Path output = folder();
    return CompletableFuture.supplyAsync(() -> compileTo(output, text), Thread::startVirtualThread);
  }

  private CompilationFailedException refused(String text) {
    return catchThrowableOfType(CompilationFailedException.class, () -> compile(text));
  }

  private List<Child> all() {
    return children.live().stream()
        .filter(child -> child.name().startsWith("compiler-") && !child.isStopping())
        .filter(child -> !others.contains(child))
        .toList();
  }

  private Child only() {
    assertThat(all()).hasSize(1);
    return all().getFirst();
  }

  private Child awaitChild() {
    signal.await("test", LONG, Duration.ofMillis(5), this::all, found -> !found.isEmpty());
    return only();
  }

  private void awaitWork(Child child) {
    signal.await("test", LONG, Duration.ofMillis(5), child::isBusy, busy -> busy);
  }

  private static void signal(Child child, String name) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(child.pid())).inheritIO().start();
    assertThat(kill.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** It takes a while. */
  private static String largeSource() {
    String others =
        IntStream.range(0, 3000)
            .mapToObj(i -> "static String m" + i + "(int x) { return \"\" + x + " + i + "; }")
            .collect(Collectors.joining("\n"));
    return "class Large { static int one() { return 1; }\n" + others + "}";
  }
}
