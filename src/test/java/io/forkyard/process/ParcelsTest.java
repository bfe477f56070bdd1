package io.forkyard.process;

import static io.forkyard.process.BadChildTest.HELLO;
import static io.forkyard.process.BadChildTest.SLEEP;
import static io.forkyard.process.Nursery.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.wire.FrameWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that must not be lost with the child that they go to. */
class ParcelsTest {

  private static final Assignment JOB =
      new Assignment("2", "job", 1, "T", "[]", "{}", List.of(), 100, true);

  /** A reply to a call, whose value is one character. */
  private static final int REPLY = 19;

  @TempDir private Path dataDir;
  @TempDir private Path home;
  private Nursery nursery;

  @BeforeEach
  void open() {
    nursery = new Nursery(dataDir);
  }

  @AfterEach
  void close() {
    nursery.close();
  }

  /** Gives each call a parcel, and knows which came back, by the name of the operation. */
  private static final class Post implements CallHandler {

    private final long weight;

    Post() {
      this(1);
    }

    Post(long weight) {
      this.weight = weight;
    }

    private final Map<String, CompletableFuture<String>> back = new ConcurrentHashMap<>();

    CompletableFuture<String> back(String op) {
      return back.computeIfAbsent(op, name -> new CompletableFuture<>());
    }

    @Override
    public Supplier<String> call(String op, String json) {
      return new Parcel() {
        @Override
        public String get() {
          return op;
        }

        @Override
        public long weight() {
          return weight;
        }

        @Override
        public void takeBack() {
          back(op).complete(op);
        }
      };
    }
  }

  @Test
  void parcelThatAChildDiesWithoutHavingReceivedIsTakenBack() throws Exception {
    Post post = new Post();
    Child child = start(call('1') + call('2') + replies(2) + received('1', '1') + "exit 3\n");

    child.run(JOB, post);

    assertThat(soon(post.back("2"))).isEqualTo("2");
    assertThat(soon(child.exit()).code()).isEqualTo(3);
    assertThat(post.back("1")).isNotDone();
  }

  @Test
  void parcelThatAChildDoesNotKeepIsTakenBackAtOnce() throws Exception {
    Post post = new Post();
    Child child = start(call('1') + replies(1) + received('1', '0') + SLEEP);

    child.run(JOB, post);

    assertThat(soon(post.back("1"))).isEqualTo("1");
    assertThat(child.isAlive()).isTrue();
  }

  @Test
  void parcelForAChildThatDoesNotReadIsTakenBackWhenItDies() throws Exception {
    Post post = new Post();
    Child child = start(call('1') + "exit 3\n");

    child.run(JOB, post);

    assertThat(soon(post.back("1"))).isEqualTo("1");
  }

  /** Else it could make the service hold any amount. */
  @Test
  void aChildThatNeverSaysWhatItHasReceivedGetsOnlySoMuch() throws Exception {
    Post post = new Post(Parcels.MOST / 2 + 1);
    Child child = start(call('1') + replies(1) + call('2') + SLEEP);

    child.run(JOB, post);

    assertThat(soon(post.back("2"))).isEqualTo("2");
    assertThat(post.back("1")).isNotDone();
    assertThat(child.isAlive()).isTrue();
  }

  @Test
  void whatAChildHasReceivedMakesRoomForMore() throws Exception {
    Post post = new Post(Parcels.MOST / 2 + 1);
    Child child =
        start(call('1') + replies(1) + received('1', '1') + call('2') + replies(1) + "exit 3\n");

    child.run(JOB, post);

    assertThat(soon(post.back("2"))).isEqualTo("2");
    assertThat(soon(child.exit()).code()).isEqualTo(3);
    assertThat(post.back("1")).isNotDone();
  }

  /** A child that has read its task, and no more. */
  private Child start(String script) throws IOException {
    int task = FrameWriter.bytes(JOB.message(1)).length;
    return nursery.startScript(home, HELLO + read(task) + script);
  }

  private static String read(int bytes) {
    return "dd bs=1 count=" + bytes + " <&3 >/dev/null 2>&1\n";
  }

  private static String replies(int count) {
    return read(count * REPLY);
  }

  /** The operation's name is the last digit of its id. */
  private static String call(char id) {
    return "printf '\\000\\000\\000\\031\\016\\000\\000\\000\\0012\\000\\000\\000\\000\\000\\000\\000\\00"
        + id
        + "\\000\\000\\000\\001"
        + id
        + "\\000\\000\\000\\002{}' >&4\n";
  }

  private static String received(char id, char kept) {
    return "printf '\\000\\000\\000\\012\\023\\000\\000\\000\\000\\000\\000\\000\\00"
        + id
        + "\\00"
        + kept
        + "' >&4\n";
  }
}
