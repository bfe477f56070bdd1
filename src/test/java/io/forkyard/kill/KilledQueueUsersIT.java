package io.forkyard.kill;

/** As many as fit into every build. */
class KilledQueueUsersIT extends KilledQueueUsers {

  KilledQueueUsersIT() {
    super(300);
  }
}
