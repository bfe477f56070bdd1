package io.forkyard.bench;

import io.forkyard.bench.load.Contender;
import io.forkyard.bench.load.Sample;
import io.forkyard.bench.load.Stage;
import io.forkyard.bench.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The same work by ours and by others in turn, so that what disturbs one round disturbs all. */
final class Contest {

  private static final int ROUNDS = Integer.getInteger("forkyard.bench.rounds", 5);
  private static final long LIMIT_NANOS = 28_000_000_000L;

  private final Table table;
  private final String row;
  private final String unit;
  private final ToDoubleFunction<Sample> value;
  private final List<Entrant> others = new ArrayList<>();

  private Contest(Table table, String row, String unit, ToDoubleFunction<Sample> value) {
    this.table = table;
    this.row = row;
    this.unit = unit;
    this.value = value;
  }

  /** Compares how much is done in a second. */
  static Contest ofRates(Table table, String row, String unit) {
    return new Contest(table, row, unit, Sample::perSecond);
  }

  /** Compares how long the median piece takes. */
  static Contest ofTimes(Table table, String row) {
    return new Contest(table, row, "ms", Sample::median);
  }

  private record Entrant(String name, Contender contender, Limit ratio, List<Sample> rounds) {}

  /** A floor, or a peer that is there. */
  Contest beside(String name, Contender contender, Limit ratio) {
    others.add(new Entrant(name, contender, ratio, new ArrayList<>()));
    return this;
  }

  /** A peer, started for this row if the machine has it. */
  <T> Contest beside(Stage stage, Peer<T> peer, Function<T, Contender> work, Limit ratio) {
    try {
      if (peer.isThere().getAsBoolean()) {
        return beside(peer.name(), work.apply(peer.start().on(stage)), ratio);
      }
      table.nothing(row, peer.name(), "absent: needs " + peer.needs());
    } catch (Exception e) {
      table.nothing(row, peer.name(), "did not start: " + e.getMessage());
    }
    return this;
  }

  /** One round to warm up, then so many that count, or fewer on a slow machine. */
  void run(String what, Contender ours, Limit figure, Limit p99) throws Exception {
    Entrant own = new Entrant(what, ours, Limit.NONE, new ArrayList<>());
    long end = System.nanoTime() + LIMIT_NANOS;
    for (int n = -1; n < ROUNDS && (n < 1 || System.nanoTime() < end); n++) {
      round(own, n);
      int number = n;
      others.removeIf(other -> fails(other, number));
    }
    table.ours(row, what, figure(own), figure, p99);
    for (Entrant other : others) {
      table.other(row, other.name, figure(other), ratio(own, other), other.ratio);
    }
  }

  /** Whether a peer is out of it; what interrupts or breaks the row itself is no failure of his. */
  private boolean fails(Entrant other, int number) {
    try {
      round(other, number);
      return false;
    } catch (Exception e) {
      table.nothing(row, other.name, "failed: " + e.getMessage());
      return true;
    }
  }

  private static void round(Entrant entrant, int number) throws Exception {
    Sample sample = entrant.contender.round();
    if (number >= 0) {
      entrant.rounds.add(sample);
    }
  }

  private Figure figure(Entrant entrant) {
    Sample all = Sample.of(entrant.rounds);
    return new Figure(value.applyAsDouble(all), unit, all);
  }

  /** The median of the rounds'. */
  private double ratio(Entrant own, Entrant other) {
    return Sample.quantile(
        IntStream.range(0, own.rounds.size())
            .mapToDouble(n ->
                value.applyAsDouble(own.rounds.get(n)) / value.applyAsDouble(other.rounds.get(n))),
        0.5);
  }
}
