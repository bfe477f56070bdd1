package io.forkyard.kill;

/** Ten thousand items in each of the ways; {@code -Dkill.items} says otherwise. */
class KilledQueueUsersBench extends KilledQueueUsers {

  KilledQueueUsersBench() {
    super(Integer.getInteger("kill.items", 10_000));
  }

  @Override
  void report(String counted) {
    System.out.println(counted);
  }
}
