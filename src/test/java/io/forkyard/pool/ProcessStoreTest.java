package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.job.End;
import io.forkyard.storage.Database;
import io.forkyard.storage.EndedStore;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store remembers of processes that have ended. */
class ProcessStoreTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final ProcessFilter ANY = new ProcessFilter(null, null, null);
  private static final End ZERO = new End(null, null, 0, new byte[0], new byte[0], false);

  private final Ids ids = new Ids(CLOCK);
  private TestDatabase opened;
  private Database database;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    database = opened.database();
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  @Test
  void listHasThoseOfTheLastHourOnly() {
    ProcessStore then = store(Clock.offset(CLOCK, Duration.ofMinutes(-61)), 10);
    UUID old = ended(then);
    UUID recent = ended(store(Clock.offset(CLOCK, Duration.ofMinutes(-59)), 10));

    ProcessStore now = store(CLOCK, 10);

    assertThat(now.recent(ANY, 10)).extracting(ProcessStatus::id).containsExactly(recent);
    assertThat(now.find(old)).isPresent();
  }

  @Test
  void oldestWhenThereAreTooManyIsForgotten() {
    ProcessStore store = store(CLOCK, 2);
    UUID running = started();
    UUID first = ended(store);
    UUID second = ended(store);
    UUID third = ended(store);

    assertThat(store.find(first)).isEmpty();
    assertThat(store.find(second)).isPresent();
    assertThat(store.find(third)).isPresent();

    store.finish(running, ZERO);
    assertThat(store.find(running)).isEmpty();
  }

  @Test
  void processThatEndedLongAgoIsRemoved() {
    UUID old = ended(store(Clock.offset(CLOCK, Duration.ofDays(-2)), 10));
    UUID recent = ended(store(CLOCK, 10));
    UUID running = started();

    new EndedStore(database, ProcessStore.KEPT)
        .prune(CLOCK.instant().minus(Duration.ofDays(1)), () -> true);

    assertThat(store(CLOCK, 10).find(old)).isEmpty();
    assertThat(store(CLOCK, 10).find(recent)).isPresent();
    store(CLOCK, 10).finish(running, ZERO);
    assertThat(store(CLOCK, 10).find(running)).isPresent();
  }

  private ProcessStore store(Clock clock, int kept) {
    return new ProcessStore(database, new Node("n1", "here", 1), clock, kept);
  }

  private UUID ended(ProcessStore store) {
    UUID id = started();
    store.finish(id, ZERO);
    return id;
  }

  private UUID started() {
    UUID id = ids.next();
    database.write(sql ->
        sql.sql(
                "INSERT INTO process (id, number, name, target, state, node, pid, ppid, started_at)"
                    + " VALUES (:id, 1, 'n', 'A::b', 'RUNNING', 'here', 4711, 1, 1)")
            .param("id", id.toString())
            .update());
    return id;
  }
}
