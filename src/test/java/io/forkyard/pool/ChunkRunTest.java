package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.job.Rest;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** Chunks of maps that cannot be begun. */
class ChunkRunTest {

  @Test
  void itemsThatCannotBeReadWhileTheDatabaseIsAwayWaitForIt() {
    SQLException away = new SQLException("connection refused", "08001");

    assertThat(ChunkRun.failed(new DataAccessResourceFailureException("no way", away)))
        .isEqualTo(new Rest.PutBack());
  }

  @Test
  void itemsThatCannotBeReadForAnotherReasonFail() {
    assertThat(ChunkRun.failed(new IllegalStateException("odd"))).isInstanceOf(Rest.Refused.class);
  }
}
