package io.forkyard.job;

import java.time.Instant;
import java.util.UUID;

/**
 * An attempt to deliver something that has ended.
 *
 * @param id of what has ended
 * @param attempt from 1; only the latest one may say how it went
 * @param since when it ended
 */
public record Delivery(Kind kind, UUID id, Receiver receiver, int attempt, Instant since) {

  /** What has ended. */
  public enum Kind {
    JOB,
    MAP
  }
}
