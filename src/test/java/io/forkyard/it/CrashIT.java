package io.forkyard.it;

import io.forkyard.TestData;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What was accepted, when the service is killed again and again; the benchmarks kill more often.
 */
class CrashIT {

  private static final int KILLS = 2;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void everythingAcceptedEndsOnceAndEveryItemIsThere() throws Exception {
    System.out.println("crashes: " + CrashRun.of(TestData.folder("crashed"), KILLS));
  }
}
