package io.forkyard.api;

import org.jspecify.annotations.Nullable;

/**
 * What a job can ask about itself, from any of its threads.
 *
 * <pre>{@code
 * System.out.println(Forkyard.jobId() + " runs in process " + Forkyard.pid());
 * }</pre>
 *
 * Outside a job every method throws {@link IllegalStateException}.
 */
public final class Forkyard {

  private static volatile @Nullable Session session;

  private Forkyard() {}

  /** The process id of the JVM that runs the job, as the service shows it. */
  public static long pid() {
    return session().pid();
  }

  /** The process id of the service that started the JVM. */
  public static long ppid() {
    return session().ppid();
  }

  /** The id of the job. */
  public static String jobId() {
    return session().jobId();
  }

  /** Which attempt at the job this is: 1, and more when earlier ones failed. */
  public static int attempt() {
    return session().attempt();
  }

  /**
   * Called by the child JVM before any code of a job is loaded. It works once, so a job cannot give
   * itself another identity.
   *
   * @throws IllegalStateException at any later call
   */
  public static synchronized void attach(Session child) {
    if (session != null) {
      throw new IllegalStateException("only the child JVM attaches a session, and it has");
    }
    session = child;
  }

  private static Session session() {
    Session current = session;
    if (current == null) {
      throw new IllegalStateException("not inside a Forkyard job");
    }
    return current;
  }
}
