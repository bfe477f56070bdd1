package io.forkyard.it;

import io.forkyard.TestData;
import org.junit.jupiter.api.Test;

/** Three nodes under callers: one is killed, one stopped, one cut off, and their database killed. */
class ClusterCrashIT {

  private static final int HARMS = 4;

  @Test
  void everythingAcceptedEndsOnceAndEveryItemIsThereWhateverHappensToNodes() throws Exception {
    System.out.println("nodes: " + CrashRun.ofNodes(TestData.folder("harmed"), HARMS));
  }
}
