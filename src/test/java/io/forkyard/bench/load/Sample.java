package io.forkyard.bench.load;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What one round has shown.
 *
 * @param perSecond how much was done in a second
 * @param millis how long each piece took, or nothing where that was not looked at
 */
public record Sample(double perSecond, double[] millis) {

  /** So many in so many seconds, none of them looked at alone. */
  public static Sample of(double count, double seconds) {
    return new Sample(count / seconds, new double[0]);
  }

  /** Pieces that followed one after another. */
  public static Sample ofEach(double[] millis) {
    return new Sample(millis.length * 1e3 / Arrays.stream(millis).sum(), millis);
  }

  /** Of several rounds: the median of the rates, and all pieces. */
  public static Sample of(List<Sample> rounds) {
    return new Sample(
        quantile(rounds.stream().mapToDouble(Sample::perSecond), 0.5),
        rounds.stream().flatMapToDouble(round -> Arrays.stream(round.millis)).toArray());
  }

  public double median() {
    return quantile(Arrays.stream(millis), 0.5);
  }

  public double p99() {
    return quantile(Arrays.stream(millis), 0.99);
  }

  /** By nearest rank: of few values a high one is the highest. NaN when there are none. */
  public static double quantile(DoubleStream values, double share) {
    double[] sorted = values.sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
