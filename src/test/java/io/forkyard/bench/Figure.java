package io.forkyard.bench;

import io.forkyard.bench.load.Sample;

/** What a line of the table is about. */
record Figure(double value, String unit, Sample sample) {

  /** One that is no time and no rate. */
  static Figure of(double value, String unit) {
    return new Figure(value, unit, new Sample(Double.NaN, new double[0]));
  }
}
