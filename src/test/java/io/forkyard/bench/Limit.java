package io.forkyard.bench;

import java.util.function.DoublePredicate;

/** What a figure has to be. */
record Limit(String text, DoublePredicate holds) {

  /** None is asked for. */
  static final Limit NONE = new Limit("", value -> true);

  static Limit atLeast(double bound) {
    return new Limit(">= " + Table.number(bound), value -> value >= bound);
  }

  static Limit atMost(double bound) {
    return new Limit("<= " + Table.number(bound), value -> value <= bound);
  }

  boolean isNone() {
    return text.isEmpty();
  }
}
