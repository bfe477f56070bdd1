package io.forkyard.bench;

import io.forkyard.bench.load.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What was found, a line for each who took part. Rows may still write when the table is printed.
 */
final class Table {

  private static final List<String> HEAD =
      List.of("row", "who", "figure", "p50 ms", "p99 ms", "ratio to it", "target", "met");

  private final List<List<String>> lines = new ArrayList<>();

  /** Ours, with limits for the figure and for the 99th percentile. */
  synchronized void ours(String row, String what, Figure figure, Limit limit, Limit p99) {
    String target =
        p99.isNone()
            ? limit.text()
            : limit.text() + (limit.isNone() ? "" : ", ") + "p99 " + p99.text();
    boolean met = limit.holds().test(figure.value()) && p99.holds().test(figure.sample().p99());
    line(row, "**" + what + "**", figure, "", target, met(target, met));
  }

  /** Another, and what ours is of its figure. */
  synchronized void other(String row, String who, Figure figure, double ratio, Limit limit) {
    line(
        row,
        who,
        figure,
        number(ratio),
        limit.text(),
        met(limit.text(), limit.holds().test(ratio)));
  }

  /** Nothing was found, and why. */
  synchronized void nothing(String row, String who, String why) {
    lines.add(List.of(row, who, why, "", "", "", "", ""));
  }

  private void line(
      String row, String who, Figure figure, String ratio, String target, String met) {
    Sample sample = figure.sample();
    lines.add(
        List.of(
            row,
            who,
            number(figure.value()) + " " + figure.unit(),
            number(sample.median()),
            number(sample.p99()),
            ratio,
            target,
            met));
  }

  private static String met(String target, boolean met) {
    return target.isEmpty() ? "" : met ? "yes" : "**no**";
  }

  /** With three digits that say something; nothing for what is not a number. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 4;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  @Override
  public synchronized String toString() {
    List<List<String>> all = new ArrayList<>(lines);
    all.add(0, HEAD);
    int[] widths = IntStream.range(0, HEAD.size()).map(column -> width(all, column)).toArray();
    all.add(1, IntStream.of(widths).mapToObj("-"::repeat).toList());
    return all.stream().map(line -> padded(line, widths)).collect(Collectors.joining("\n"));
  }

  private static int width(List<List<String>> all, int column) {
    return all.stream().mapToInt(line -> line.get(column).length()).max().orElseThrow();
  }

  private static String padded(List<String> line, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(column -> String.format("%-" + widths[column] + "s", line.get(column)))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
