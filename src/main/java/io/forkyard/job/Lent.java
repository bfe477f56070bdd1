package io.forkyard.job;

import java.util.UUID;

/**
 * A place in a pool that what runs has lent while it waits.
 *
 * @param entry of the backlog: the job, or the map whose chunk it is
 * @param token of the attempt
 * @param turn of its wish to have the place back: the smallest is the oldest; 0 while it waits
 */
public record Lent(UUID entry, String token, long turn) {

  /** Whether it wants the place back. */
  public boolean returning() {
    return turn > 0;
  }
}
