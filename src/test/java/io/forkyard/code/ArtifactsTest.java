package io.forkyard.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.DrivenClock;
import io.forkyard.TestData;
import io.forkyard.code.Artifacts.Stored;
import io.forkyard.storage.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactsTest {

  private static final long LIMIT = 5_000_000;
  private static final Duration WEEK = Duration.ofDays(7);

  private final Path folder = TestData.folder("jars");
  private final DrivenClock clock = new DrivenClock();
  private TestDatabase opened;
  private ArtifactStore store;
  private JarCache cache;
  private Artifacts artifacts;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    store = new ArtifactStore(opened.database());
    cache = new JarCache(store, folder);
    artifacts = new Artifacts(store, cache, clock, LIMIT);
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  @Test
  void jarWhenItsFileIsLostComesBackFromTheStoreInAllItsPieces() throws IOException {
    byte[] jar = jar(3_000_000);
    String id = created(jar).id();
    Path file = cache.file(id).orElseThrow();
    Files.delete(file);

    assertThat(cache.file(id).orElseThrow()).hasBinaryContent(jar);
  }

  @Test
  void manifestGivesTheMainClassAndWhatItAsksOfTheJvm() throws IOException {
    Artifact artifact = created(jar(1));

    assertThat(artifact.mainClass()).isEqualTo("a.Main");
    assertThat(artifact.jvmOptions())
        .isEqualTo(
            "--add-exports=jdk.compiler/com.sun.tools.javac.api=ALL-UNNAMED\n"
                + "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED\n"
                + "--add-opens=java.base/java.lang=ALL-UNNAMED");
  }

  @Test
  void sameBytesAreStoredOnce() throws IOException {
    byte[] jar = jar(1);
    Artifact first = created(jar);

    assertThat(artifacts.store(new ByteArrayInputStream(jar))).isEqualTo(new Stored.Known(first));
    assertThat(artifacts.list(null, 10)).containsExactly(first);
  }

  @Test
  void uploadWhenItIsNoJarOrTooLargeLeavesNothing() throws IOException {
    assertThat(artifacts.store(new ByteArrayInputStream(new byte[100])))
        .isInstanceOf(Stored.NotAJar.class);
    assertThat(artifacts.store(new ByteArrayInputStream(new byte[(int) LIMIT + 1])))
        .isEqualTo(new Stored.TooLarge(LIMIT));
    assertThat(artifacts.list(null, 10)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void uploadWhenItsManifestIsNoneIsNotAJar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      zip.write("garbage without a colon\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(artifacts.store(new ByteArrayInputStream(bytes.toByteArray())))
        .isInstanceOf(Stored.NotAJar.class);
  }

  @Test
  void startWhenAnUploadWasCutOffRemovesWhatIsLeft() throws IOException {
    Files.createFile(folder.resolve("upload-1.tmp"));
    store.keepPiece("sha256:0", 0, new byte[] {1});
    String whole = created(jar(1)).id();

    new JarCache(store, folder);

    assertThat(store.piece("sha256:0", 0)).isEmpty();
    assertThat(store.piece(whole, 0)).isPresent();
    assertThat(folder.resolve("upload-1.tmp")).doesNotExist();
  }

  @Test
  void classPathWhenAJarIsMissingNamesIt() throws IOException {
    ClassPaths paths = paths();
    String id = created(jar(1)).id();

    assertThat(paths.resolve(List.of(id, "sha256:no")))
        .isEqualTo(new ClassPaths.Resolved.Missing("sha256:no"));
    assertThat(paths.files(List.of(id))).containsExactly(cache.file(id).orElseThrow());
  }

  @Test
  void jarThatNothingNamesLeavesSomeTimeAfterSomebodyLastAskedForIt() throws IOException {
    byte[] bytes = jar(1);
    String id = created(bytes).id();
    clock.pass(WEEK);
    assertThat(paths().resolve(List.of(id))).isInstanceOf(ClassPaths.Resolved.Found.class);
    clock.pass(WEEK.minusSeconds(1));
    prune();
    assertThat(artifacts.find(id)).isPresent();

    clock.pass(Duration.ofSeconds(1));
    prune();

    assertThat(artifacts.find(id)).isEmpty();
    assertThat(store.piece(id, 0)).isEmpty();
    assertThat(cache.file(id)).isEmpty();
    assertThat(paths().resolve(List.of(id))).isEqualTo(new ClassPaths.Resolved.Missing(id));
    assertThat(created(bytes).id()).isEqualTo(id);
  }

  @Test
  void jarThatIsUploadedOnceMoreCountsAsAskedFor() throws IOException {
    byte[] bytes = jar(1);
    Artifact first = created(bytes);
    clock.pass(WEEK);

    assertThat(artifacts.store(new ByteArrayInputStream(bytes))).isEqualTo(new Stored.Known(first));
    prune();

    assertThat(artifacts.find(first.id())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO job_classpath (job, position, artifact) VALUES ('x', 0, :id)",
        "INSERT INTO map_classpath (map, position, artifact) VALUES ('x', 0, :id)",
        "INSERT INTO process_classpath (process, position, artifact) VALUES ('x', 0, :id)",
        "INSERT INTO pool_classpath (pool, artifact) VALUES ('x', :id)"
      })
  void jarStaysWithAllThatIsKeptAndNamesIt(String name) throws IOException {
    String id = created(jar(1)).id();
    namesakes();
    opened.database().write(sql -> sql.sql(name).param("id", id).update());
    clock.pass(WEEK);

    prune();

    assertThat(artifacts.find(id)).isPresent();
    assertThat(store.deleteUnused(id, clock.instant())).isFalse();
  }

  /** Of each kind one that has ended long ago. */
  private void namesakes() {
    for (String insert :
        List.of(
            "INSERT INTO pool (name, state, settings) VALUES ('x', 'CLOSED', '{}')",
            "INSERT INTO job (id, pool, target, args, kwargs, jvm_options, max_attempts, priority,"
                + " state, submitted_at, finished_at)"
                + " VALUES ('x', 'x', 'A::b', '[]', '{}', '', 1, 0, 'CANCELLED', 0, 0)",
            "INSERT INTO map (id, pool, target, kwargs, star, jvm_options, max_attempts, priority,"
                + " chunk_size, state, total, submitted_at, finished_at)"
                + " VALUES ('x', 'x', 'A::b', '{}', 0, '', 1, 0, 1, 'CANCELLED', 0, 0, 0)",
            "INSERT INTO process (id, number, name, target, state, node, pid, ppid, exit_code,"
                + " started_at, ended_at) VALUES ('x', 1, 'n', 'A::b', 'ENDED', 'n', 1, 1, 0, 0, 0)")) {
      opened.database().write(sql -> sql.sql(insert).update());
    }
  }

  private void prune() {
    new UnusedArtifacts(store, cache).prune(clock.instant().minus(WEEK), () -> true);
  }

  private ClassPaths paths() {
    return new ClassPaths(store, cache, clock, List.of());
  }

  private Artifact created(byte[] jar) throws IOException {
    return ((Stored.Created) artifacts.store(new ByteArrayInputStream(jar))).artifact();
  }

  private static byte[] jar(int size) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "a.Main");
    main.putValue("Add-Exports", "jdk.compiler/com.sun.tools.javac.api java.base/sun.nio.ch");
    main.putValue("Add-Opens", "java.base/java.lang");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      jar.putNextEntry(new ZipEntry("data"));
      byte[] data = new byte[size];
      new Random(1).nextBytes(data);
      jar.write(data);
    }
    return bytes.toByteArray();
  }
}
