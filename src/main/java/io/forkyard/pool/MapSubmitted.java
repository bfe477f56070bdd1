package io.forkyard.pool;

import io.forkyard.job.MapStatus;

/** What became of a map that was submitted. */
public sealed interface MapSubmitted {

  /** It is stored and will end. */
  record Accepted(MapStatus map) implements MapSubmitted {}

  /** It is refused as a job would be. */
  record Refused(Submitted.Refusal reason) implements MapSubmitted {}
}
