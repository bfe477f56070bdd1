package io.forkyard.process;

import static io.forkyard.process.Nursery.GRACE;
import static io.forkyard.process.Nursery.gone;
import static io.forkyard.process.Nursery.soon;
import static io.forkyard.process.Nursery.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.process.ProcessTree.Root;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {

  @TempDir private Path dataDir;
  private Nursery nursery;

  @BeforeEach
  void open() {
    nursery = new Nursery(dataDir);
  }

  @AfterEach
  void close() {
    nursery.close();
  }

  @Test
  void whatIsKnownByNothingHasNoMembers() {
    List<Root> roots =
        List.of(Root.lost("no such token"), Root.lost(""), new Root(0, ""), new Root(1, ""));

    assertThat(ProcessTree.members(roots, false)).isEmpty();
    assertThat(ProcessTree.members(roots, true)).isEmpty();
  }

  @Test
  void theServiceIsNeverAMember() {
    Root self = new Root(ProcessHandle.current().pid(), "");

    assertThatThrownBy(() -> ProcessTree.members(List.of(self), true))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void killTakesAGrandchildInASessionOfItsOwn() {
    Child child = nursery.start();
    String orphan = value(child, "::orphan");

    child.kill();

    soon(child.exit());
    gone(orphan);
  }

  @Test
  void terminateAsksAGrandchildToo() {
    Child child = nursery.start();
    String orphan = value(child, "::orphan");

    child.terminate(GRACE);

    gone(orphan);
    soon(child.exit());
  }

  @Test
  void nothingThatAChildStartedOutlivesIt() {
    Child child = nursery.start();
    String orphan = value(child, "::orphan");

    child.retire();

    soon(child.exit());
    gone(orphan);
  }
}
