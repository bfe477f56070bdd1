package io.forkyard.node;

import java.util.List;
import java.util.Optional;

/**
 * What several nodes said to the same request.
 *
 * @param given by those that had something to say
 * @param silent how many did not answer, or could not do it
 */
public record Answers<A>(List<A> given, int silent) {

  /**
   * What they said, where each counts.
   *
   * @throws UnansweredException if one did not answer
   */
  public List<A> all() {
    if (silent > 0) {
      throw new UnansweredException(silent + " nodes have not answered");
    }
    return given;
  }

  /**
   * What one of them said, where one alone may have what is asked for.
   *
   * @return empty when none of them has it
   * @throws UnansweredException if one that did not answer may have it
   */
  public Optional<A> any() {
    return (given.isEmpty() ? all() : given).stream().findFirst();
  }
}
