package io.forkyard.it;

import io.forkyard.TestData;
import org.junit.jupiter.api.Test;

/** Three nodes under callers, harmed in turn: killed, stopped, cut off, without a database. */
class ClusterCrashIT {

  private static final int HARMS = 4;

  @Test
  void everythingAcceptedEndsOnceAndEveryItemIsThereWhateverHappensToNodes() throws Exception {
    System.out.println("nodes: " + CrashRun.ofNodes(TestData.folder("harmed"), HARMS));
  }
}
