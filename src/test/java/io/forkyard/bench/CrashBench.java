package io.forkyard.bench;

import io.forkyard.TestData;
import io.forkyard.it.CrashRun;
import org.junit.jupiter.api.Test;

/** The service is killed at random instants under many callers; three nodes are harmed in turn. */
class CrashBench {

  private static final int KILLS = 25;

  @Test
  void everythingAcceptedEndsOnceAndEveryItemIsThere() throws Exception {
    System.out.println("crashes: " + CrashRun.of(TestData.folder("crashed"), KILLS));
  }

  @Test
  void everythingAcceptedEndsOnceWhateverHappensToNodes() throws Exception {
    System.out.println("nodes: " + CrashRun.ofNodes(TestData.folder("harmed"), KILLS));
  }
}
