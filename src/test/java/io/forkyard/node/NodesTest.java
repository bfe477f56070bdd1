package io.forkyard.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.DrivenTicker;
import io.forkyard.TestData;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.Silence;
import io.forkyard.storage.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes of one database that fall silent, and come back. */
class NodesTest {

  private static final Silence SILENCE = new Silence(Duration.ofSeconds(20));

  private final DrivenTicker ticker = new DrivenTicker();
  private TestDatabase test;
  private Member here;
  private Member there;

  @BeforeEach
  void open() {
    test = TestDatabase.open();
    here = new Member("here");
    there = new Member("there");
  }

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  /** One of them, with what it was told to do. */
  private final class Member {

    final Node self;
    final Nodes nodes;
    final String first;
    int abandoned;
    CompletableFuture<?> gone = CompletableFuture.completedFuture(null);

    Member(String name) {
      self = new Node(name, name, 1);
      first = name;
      nodes =
          new Nodes(
              new NodeStore(test.database()),
              self,
              new Ids(Clock.systemUTC()),
              TestData.folder(name).toString(),
              SILENCE,
              ticker);
      nodes.onLost(() -> {
        abandoned++;
        return gone;
      });
      nodes.join();
    }
  }

  private List<String> ids() {
    return test.database()
        .read(sql -> sql.sql("SELECT id FROM node ORDER BY id").query(String.class).list());
  }

  private void age(Member member, Duration by) {
    test.database()
        .write(sql ->
            sql.sql("UPDATE node SET seen_at = seen_at - :by WHERE id = :id")
                .param("by", by.toMillis())
                .param("id", member.self.id())
                .update());
  }

  private void rename(String from, String to) {
    test.database()
        .write(sql -> sql.sql("ALTER TABLE node RENAME COLUMN " + from + " TO " + to).update());
  }

  @Test
  void nodeThatWasSilentForTooLongIsGivenUpByAnyOther() {
    age(there, SILENCE.limit().minusSeconds(5));
    here.nodes.beat();
    assertThat(ids()).containsExactly("here", "there");

    age(there, Duration.ofSeconds(6));
    here.nodes.beat();

    assertThat(ids()).containsExactly("here");
  }

  @Test
  void signOfLifeOfANodeIsSeenByTheOthers() {
    age(there, SILENCE.limit().plusSeconds(1));
    there.nodes.beat();

    here.nodes.beat();

    assertThat(ids()).containsExactly("here", "there");
  }

  @Test
  void nodeWithoutADatabaseEndsItsChildrenBeforeOthersGiveItUpAndComesBack() {
    rename("seen_at", "away");
    ticker.pass(SILENCE.own());
    assertThat(here.nodes.beat()).isFalse();
    assertThat(here.abandoned).as("not yet").isZero();

    ticker.pass(Duration.ofMillis(1));
    here.nodes.watch();
    here.nodes.watch();
    here.nodes.beat();
    assertThat(here.abandoned).as("once").isOne();
    assertThat(here.self.id()).isEqualTo("here");

    rename("away", "seen_at");
    assertThat(here.nodes.beat()).isTrue();

    assertThat(here.self.id()).isNotEqualTo("here");
    assertThat(ids()).containsExactlyInAnyOrder(here.self.id(), "there");
    ticker.pass(SILENCE.own());
    here.nodes.watch();
    assertThat(here.abandoned).isOne();
  }

  @Test
  void childrenHearOfANodeOnlyWhileTheOthersDo() {
    here.nodes.beat();
    assertThat(here.nodes.isHeard()).isTrue();

    ticker.pass(SILENCE.limit().minus(SILENCE.inChild()));

    assertThat(here.nodes.isHeard()).isFalse();
    here.nodes.beat();
    assertThat(here.nodes.isHeard()).isTrue();
  }

  @Test
  void nodeComesBackOnlyWhenItsChildrenAreGone() {
    CompletableFuture<?> gone = new CompletableFuture<>();
    here.gone = gone;
    ticker.pass(SILENCE.own().plusMillis(1));

    CompletableFuture<Void> beat = CompletableFuture.runAsync(here.nodes::beat);
    ticker.pass(SILENCE.limit());
    assertThat(ids()).containsExactly("here", "there");
    gone.complete(null);
    beat.join();

    assertThat(ids()).containsExactlyInAnyOrder(here.self.id(), "there");
    assertThat(here.self.id()).isNotEqualTo("here");
  }

  @Test
  void folderThatHadAnotherNodeBeforeHasThisOneOnly() {
    Node again = new Node("again", "here", 2);
    NodeStore store = new NodeStore(test.database());
    store.enter(again, "again", null, "folder");
    store.enter(new Node("last", "here", 3), "last", null, "folder");

    store.forgetFormer("last", "folder");

    assertThat(ids()).doesNotContain("again").contains("last");
  }

  @Test
  void nodeThatStopsIsNotThereAnyMore() {
    here.nodes.leave();

    assertThat(ids()).containsExactly("there");
  }
}
