package io.forkyard.job;

/** What becomes of the items of a chunk that its child has said nothing of. */
public sealed interface Rest {

  /** The first of them ended its child; the others run again, in smaller pieces. */
  record Died(Failure failure) implements Rest {}

  /** None of them can run. */
  record Refused(Failure failure) implements Rest {}

  /** They run again as if nothing had been, for a stop of the service. */
  record PutBack() implements Rest {}

  /** The map is being stopped: the first had begun, the others never run. */
  record Stopped(Failure failure) implements Rest {}
}
