package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.DrivenClock;
import io.forkyard.pool.Places.Guest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many spares each pool may have. */
class SparesTest {

  private final DrivenClock clock = new DrivenClock();
  private final Spares spares = new Spares(5, clock);
  private final List<String> told = new ArrayList<>();
  private final Guest one = () -> told.add("one");
  private final Guest two = () -> told.add("two");
  private final Guest three = () -> told.add("three");

  @Test
  void allTogetherGetNoMoreThanAllowed() {
    assertThat(working(one, 3)).isEqualTo(3);
    assertThat(working(two, 3)).isEqualTo(2);
    assertThat(working(three, 3)).isZero();
    assertThat(told).isEmpty();
  }

  @Test
  void whoAsksAgainKeepsWhatHeHas() {
    working(one, 3);
    working(two, 3);

    assertThat(working(one, 3)).isEqualTo(3);
    assertThat(working(two, 3)).isEqualTo(2);
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsGivenBackGoesToThoseWhoLackSomeInTurn() {
    working(one, 5);
    working(two, 2);
    working(three, 2);

    assertThat(working(one, 2)).isEqualTo(2);

    assertThat(told).containsExactly("two");
    assertThat(working(three, 2)).isZero();
    told.clear();
    assertThat(working(two, 2)).isEqualTo(2);
    assertThat(told).containsExactly("three");
    assertThat(working(three, 2)).isEqualTo(1);
    told.clear();

    spares.leave(one);
    assertThat(told).containsExactly("three");
    assertThat(working(three, 2)).isEqualTo(2);
    assertThat(told).containsExactly("three");
  }

  @Test
  void whoWantsNoneAnyMoreLosesHisTurn() {
    working(one, 5);
    working(two, 2);
    working(three, 2);
    working(two, 0);

    spares.leave(one);

    assertThat(told).containsExactly("three");
  }

  @Test
  void aPoolWithWorkTakesOverFromThoseThatHaveBeenIdleForLongest() {
    working(one, 3);
    clock.pass(Duration.ofSeconds(1));
    working(two, 2);
    clock.pass(Spares.SAFE);

    assertThat(working(three, 4)).isEqualTo(4);

    assertThat(told).containsExactly("one", "two");
    assertThat(idle(one, 3)).isZero();
    assertThat(idle(two, 2)).isEqualTo(1);
  }

  @Test
  void aPoolWithWorkLosesNothingAndAnIdleOneTakesNothing() {
    working(one, 5);
    clock.pass(Spares.SAFE.minusMillis(1));
    assertThat(working(two, 1)).isZero();

    clock.pass(Duration.ofMillis(1));
    assertThat(idle(three, 1)).isZero();
    assertThat(told).isEmpty();
  }

  @Test
  void noneAreAllowedWhereTheLimitIsZero() {
    assertThat(new Spares(0, clock).share(one, 3, clock.instant())).isZero();
  }

  private int working(Guest guest, int wanted) {
    return spares.share(guest, wanted, clock.instant());
  }

  private int idle(Guest guest, int wanted) {
    return spares.share(guest, wanted, clock.instant().minus(Spares.SAFE));
  }
}
