package io.forkyard.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a pool's queue, after what could be claimed was claimed.
 *
 * @param claims the jobs that got a child
 * @param chunks the chunks of maps that got a child
 * @param waiting for each that found none that fits, the JVM options that it needs
 * @param wanting what is to be compiled before jobs and maps with it can be claimed
 * @param next when the next delayed job may start, if one waits
 * @param returned the places that were given back to those who had lent them
 */
public record Turn(
    List<Claim> claims,
    List<Chunk> chunks,
    List<String> waiting,
    List<Code> wanting,
    @Nullable Instant next,
    List<Lent> returned) {

  /** How many got a child. */
  public int handedOut() {
    return claims.size() + chunks.size();
  }
}
