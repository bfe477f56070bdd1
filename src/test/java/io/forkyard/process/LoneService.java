package io.forkyard.process;

import static io.forkyard.process.Nursery.give;
import static io.forkyard.process.Nursery.value;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A service with children of every temper, to be killed by a test. */
final class LoneService {

  private LoneService() {}

  /** Prints the pids of its children, then that of a process which one of them started. */
  public static void main(String[] args) throws InterruptedException {
    Nursery nursery = new Nursery(Path.of(args[0]));
    Child stubborn = nursery.start();
    value(stubborn, "::stubborn");
    String orphan = value(stubborn, "::orphan");
    Child busy = nursery.start();
    value(busy, "::hello");
    give(busy, "::sleep");
    Child idle = nursery.start();
    value(idle, "::hello");
    System.out.println(stubborn.pid() + " " + busy.pid() + " " + idle.pid() + " " + orphan);
    new CountDownLatch(1).await();
  }
}
