package io.forkyard.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

  /** A tenth more than JDK 25 loads of itself and of the child, 599. */
  private static final int MOST_CLASSES = 660;

  @TempDir private Path data;

  @Test
  void isMadeWhenItIsNotThereAndChildrenStartWithIt() throws IOException {
    try (Nursery nursery = new Nursery(data)) {
      assertThat(starts(nursery)).isFalse();
      assertThat(maps(nursery.start())).isNull();

      Nursery.soon(nursery.children().prepareArchive());

      assertThat(starts(nursery)).isTrue();
      assertThat(maps(nursery.start())).isEqualTo(archive());
      assertThat(nursery.children().live()).hasSize(2);
      assertThat(list(data.resolve("run")).flatMap(ClassArchiveTest::list)).hasSize(3);
    }
  }

  @Test
  void isKeptForTheNextStartOfTheService() throws IOException {
    prepare();
    Object made = Files.getLastModifiedTime(archive());

    try (Nursery nursery = prepared()) {
      assertThat(maps(nursery.start())).isEqualTo(archive());
    }
    assertThat(Files.getLastModifiedTime(archive())).isEqualTo(made);
  }

  /** One that is cut is refused by the JVM; a hole would crash it. */
  @Test
  void isMadeAnewWhenItIsDamaged() throws IOException {
    prepare();
    long size = Files.size(archive());
    try (FileChannel file = FileChannel.open(archive(), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(200_000), size / 2);
    }
    try (Nursery nursery = prepared()) {
      assertThat(Nursery.value(nursery.start(), "::hello")).isNotEmpty();
      assertThat(maps(nursery.start())).isEqualTo(archive());
    }
    try (FileChannel file = FileChannel.open(archive(), StandardOpenOption.WRITE)) {
      file.truncate(size / 2);
    }
    try (Nursery nursery = prepared()) {
      assertThat(maps(nursery.start())).isEqualTo(archive());
    }
    assertThat(archive()).hasSize(size);
  }

  @Test
  void isMadeForEachContentOfTheJarsAndTheOthersGo() throws IOException {
    Path folder = Files.createDirectories(data.resolve("cache/archive"));
    Path other = Files.writeString(folder.resolve("0123456789abcdef-0123456789abcdef.jsa"), "old");
    Path draft = Files.writeString(folder.resolve("draft1.jsa"), "half");

    try (Nursery nursery = prepared()) {
      assertThat(maps(nursery.start())).isEqualTo(archive());
    }
    assertThat(other).doesNotExist();
    assertThat(draft).doesNotExist();
    assertThat(archive().getFileName().toString())
        .endsWith("-" + new ChildJars(data).content() + ".jsa");
  }

  @Test
  void childrenStartWithoutItWhereItCannotBeMade() throws IOException {
    Files.writeString(Files.createDirectories(data.resolve("cache")).resolve("archive"), "a file");

    try (Nursery nursery = prepared()) {
      assertThat(starts(nursery)).isFalse();
      assertThat(maps(nursery.start())).isNull();
    }
  }

  @Test
  void childrenThatWouldRefuseItGoWithout() {
    try (Nursery nursery = prepared()) {
      for (String option :
          List.of(
              "-XX:+UseZGC", "-XX:+UseCompactObjectHeaders", "-Xshare:off", "--enable-preview")) {
        Child child = nursery.start(option);

        assertThat(maps(child)).as(option).isNull();
        assertThat(child.output().tail(Output.Stream.STDERR, 1000)).as(option).isEmpty();
      }
      assertThat(maps(nursery.start("-Dx=y", "-Xss1m"))).isEqualTo(archive());
      Child large = nursery.start(new JvmSettings("2g", List.of(), null));
      assertThat(maps(large)).isEqualTo(archive());
      assertThat(large.output().tail(Output.Stream.STDERR, 1000)).isEmpty();
    }
  }

  /** What is read from a jar or made by the JVM costs each fresh child. */
  @Test
  void holdsAllThatAPlainJobNeedsButItsOwnClass() throws IOException {
    Path log = data.resolve("classes.log");
    try (Nursery nursery = prepared()) {
      Child child =
          nursery.start("-Djdk.reflect.useNativeAccessorOnly=true", "-Xlog:class+load:file=" + log);
      assertThat(maps(child)).isEqualTo(archive());
      assertThat(Nursery.value(child, "::hello")).isNotEmpty();
    }
    List<String> loaded =
        Files.readAllLines(log).stream().filter(line -> line.contains(" source: ")).toList();
    // The job's own and one that its verification asks for, the one of the warm-up, and the two
    // with
    // which a folder of classes is read.
    List<String> read =
        loaded.stream().filter(line -> !line.contains(" source: shared objects file")).toList();
    assertThat(loaded).hasSizeBetween(400, MOST_CLASSES);
    assertThat(read).anyMatch(line -> line.contains(Guests.class.getName())).hasSizeLessThan(6);
  }

  @Test
  void isMadeAnewWhenItVanishesWhileTheServiceRuns() throws IOException {
    try (Nursery nursery = prepared()) {
      Files.delete(archive());

      awaitAnother(nursery);

      assertThat(maps(nursery.start())).isEqualTo(archive());
    }
  }

  @Test
  void isMadeAnewWhenItIsDamagedWhileTheServiceRuns() throws IOException {
    try (Nursery nursery = prepared()) {
      long size = Files.size(archive());
      try (FileChannel file = FileChannel.open(archive(), StandardOpenOption.WRITE)) {
        file.truncate(size / 2);
      }

      awaitAnother(nursery);

      assertThat(archive()).hasSize(size);
      assertThat(maps(nursery.start())).isEqualTo(archive());
    }
  }

  /** A JVM refuses one that was made from a jar of another time. */
  @Test
  void isMadeAnewWhenAJarOfTheChildIsTouched() throws IOException {
    try (Nursery nursery = prepared()) {
      Path jar = new ChildJars(data).own().getFirst();
      Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-31T12:00:00Z")));

      awaitAnother(nursery);

      Child child = nursery.start();
      assertThat(maps(child)).isEqualTo(archive());
      assertThat(child.output().tail(Output.Stream.STDERR, 1000)).isEmpty();
    }
  }

  /** The next child is the one that notices, and starts without. */
  private static void awaitAnother(Nursery nursery) {
    assertThat(maps(nursery.start())).isNull();
    Nursery.soon(nursery.children().prepareArchive());
  }

  @Test
  void aStopDoesNotWaitForIt() {
    try (Nursery nursery = new Nursery(data)) {
      nursery.children().prepareArchive();
    }
    assertThat(list(data.resolve("cache/archive"))).isEmpty();
  }

  private void prepare() {
    prepared().close();
  }

  private Nursery prepared() {
    Nursery nursery = new Nursery(data);
    Nursery.soon(nursery.children().prepareArchive());
    return nursery;
  }

  private static boolean starts(Nursery nursery) {
    JvmSettings jvm = new JvmSettings("64m", List.of(), null);
    return nursery.children().startsWithArchive(new ChildSpec("", null, jvm, List.of()));
  }

  private Path archive() {
    List<Path> all = list(data.resolve("cache/archive")).toList();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  /** The archive of ours that a child has in its memory. */
  private static Path maps(Child child) {
    Nursery.soon(child.ready());
    try (Stream<String> maps = Files.lines(OsProcess.file(child.pid(), "maps"))) {
      return maps.filter(line -> line.contains("/cache/archive/"))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> list(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
