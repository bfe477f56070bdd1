package io.forkyard.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.storage.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourcesTest {

  private static final String KEY = "key";

  private final Path folder = TestData.folder("classes");
  private TestDatabase opened;
  private Sources sources;

  @BeforeEach
  void open() throws IOException {
    opened = TestDatabase.open();
    sources = restarted();
    Path draft = sources.begin();
    Files.createDirectory(draft.resolve("a"));
    Files.write(draft.resolve("a/B.class"), new byte[] {1, 2, 3});
    Files.write(draft.resolve("C.class"), new byte[] {4});
    sources.keep(KEY, draft);
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  @Test
  void classesAreKeptAcrossARestart() {
    assertThat(sources.classes(KEY).orElseThrow().resolve("a/B.class")).exists();
    assertThat(restarted().classes(KEY)).isEqualTo(sources.classes(KEY));
    assertThat(restarted().classes("other")).isEmpty();
  }

  @Test
  void classesWithOtherContentAreSeenAfterARestart() throws IOException {
    Files.write(classes().resolve("a/B.class"), new byte[] {1, 0, 3});

    assertThat(restarted().classes(KEY)).isEmpty();
  }

  @Test
  void classesThatAreGoneOrCutOffAreSeenAtOnce() throws IOException {
    Files.write(classes().resolve("a/B.class"), new byte[0]);
    assertThat(sources.classes(KEY)).isEmpty();

    Files.write(classes().resolve("a/B.class"), new byte[] {1, 2, 3});
    assertThat(sources.classes(KEY)).isPresent();

    Files.delete(classes().resolve("C.class"));
    assertThat(sources.classes(KEY)).isEmpty();
    assertThat(restarted().classes(KEY)).isEmpty();
  }

  @Test
  void classesWhoseListIsCutOffAreNotWhole() throws IOException {
    Path list = classes().resolveSibling("list");
    String whole = Files.readString(list);
    Files.writeString(list, whole.substring(0, whole.length() / 2));
    assertThat(restarted().classes(KEY)).isEmpty();

    Files.writeString(list, "");
    assertThat(restarted().classes(KEY)).isEmpty();

    Files.delete(list);
    assertThat(restarted().classes(KEY)).isEmpty();
  }

  @Test
  void newClassesTakeThePlaceOfDamagedOnes() throws IOException {
    Files.write(classes().resolve("a/B.class"), new byte[0]);
    Path draft = sources.begin();
    Files.write(draft.resolve("D.class"), new byte[] {5});

    assertThat(sources.keep(KEY, draft)).isDirectoryContaining("glob:**/D.class");
    assertThat(restarted().classes(KEY).orElseThrow().resolve("a")).doesNotExist();
  }

  @Test
  void draftsOfAServiceThatWasKilledAreRemoved() throws IOException {
    Path draft = sources.begin();

    restarted();

    assertThat(draft).doesNotExist();
  }

  private Path classes() {
    return folder.resolve(KEY).resolve("classes");
  }

  private Sources restarted() {
    return new Sources(new ArtifactStore(opened.database()), folder);
  }
}
