package io.forkyard.process;

import static io.forkyard.process.Nursery.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a child finds around it. */
class SurroundingsTest {

  @TempDir private Path dataDir;

  @Test
  void theEnvironmentHoldsTheListedNamesOnly() {
    try (Nursery nursery = new Nursery(dataDir)) {
      Set<String> names =
          new TreeSet<>(List.of(value(nursery.start(), "::environment").split(",")));
      names.remove("TZ");

      assertThat(names)
          .containsExactly(
              "FORKYARD_CHILD_TOKEN", "GREETING", "HOME", "LANG", "LC_ALL", "PATH", "TMPDIR");
    }
  }

  @Test
  void theWorkingFolderIsTheChildsOwn() {
    try (Nursery nursery = new Nursery(dataDir)) {
      String one = value(nursery.start(), "::folder");
      String other = value(nursery.start(), "::folder");

      assertThat(one).isNotEqualTo(other).startsWith(dataDir.resolve("run").toString());
      assertThat(one.split(" ", 2)[1]).isEqualTo(one.split(" ", 2)[0] + "/tmp");
    }
  }
}
