package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.pool.Places.Guest;
import io.forkyard.pool.Places.Place;
import io.forkyard.process.CallRefusedException;
import io.forkyard.storage.ChangeSignal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets the next place. */
class PlacesTest {

  private final Places places = new Places(2, new ChangeSignal());
  private final List<String> told = new ArrayList<>();
  private final Guest one = () -> told.add("one");
  private final Guest other = () -> told.add("other");

  @Test
  void thereAreNoMorePlacesThanAllowed() {
    Place first = places.tryTake().orElseThrow();
    assertThat(places.tryTake()).isPresent();
    assertThat(places.tryTake()).isEmpty();

    first.giveBack();
    first.giveBack();

    assertThat(places.tryTake()).isPresent();
    assertThat(places.tryTake()).isEmpty();
  }

  @Test
  void thoseWhoWaitAreServedInTurnAndBeforeSpares() {
    Place first = places.take(one);
    Place second = places.take(one);
    places.want(one, 2, false);
    places.want(other, 1, true);

    first.giveBack();
    assertThat(places.takeSpare()).isNull();
    assertThat(places.take(other)).isNull();
    assertThat(places.take(one)).isNotNull();

    second.giveBack();
    assertThat(places.take(one)).isNull();
    assertThat(places.take(other)).isNotNull();
  }

  @Test
  void whoeverWaitsIsToldOfAPlace() {
    Place first = places.take(one);
    places.take(one);
    places.want(other, 1, true);

    first.giveBack();
    assertThat(told).containsExactly("other");
    places.want(other, 0, false);

    assertThat(places.takeSpare()).isNotNull();
    places.want(other, 0, false);
    assertThat(told).containsExactly("other");
  }

  @Test
  void anIdleChildIsWantedOnceByEachWhoWaits() {
    Place first = places.take(one);
    Place second = places.take(one);
    assertThat(first.isWanted(false)).isFalse();

    places.want(other, 1, false);

    assertThat(first.isWanted(true)).isFalse();
    assertThat(first.isWanted(false)).isTrue();
    assertThat(first.isWanted(false)).isFalse();
    assertThat(second.isWanted(false)).isFalse();
  }

  @Test
  void aGuestWithoutAnyChildGetsThatOfOneWithMore() {
    Place first = places.take(one);
    places.take(one);
    places.want(one, 5, false);
    places.want(other, 5, true);

    assertThat(first.isWanted(true)).isTrue();
  }

  @Test
  void aWaitThatWouldLeaveNoPlaceIsRefused() throws CallRefusedException {
    places.take(one);
    places.take(one);
    places.beginWait(false);

    assertThatThrownBy(() -> places.beginWait(false))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("forkyard.max-processes is 2, and 1 others");

    places.endWait(false);
    places.beginWait(false);
  }

  @Test
  void aSingleProcessCountsAsOneThatWaits() throws CallRefusedException {
    Place single = places.tryTake().orElseThrow();
    places.take(one);
    assertThatThrownBy(() -> places.beginWait(false)).isInstanceOf(CallRefusedException.class);
    places.beginWait(true);
    places.beginWait(true);

    places.endWait(true);
    places.endWait(true);
    single.giveBack();
    places.beginWait(false);
  }

  @Test
  void theLastPlaceIsNoSingleProcesssWhileOthersWait() throws CallRefusedException {
    places.take(one);
    places.beginWait(false);

    assertThat(places.tryTake()).isEmpty();
    assertThat(places.take(one)).isNotNull().satisfies(Place::giveBack);

    places.endWait(false);
    assertThat(places.tryTake()).isPresent();
  }

  @Test
  void aCallerInAHurryGetsThePlaceOfAnIdleChild() {
    Place idle = places.take(one);
    places.take(one);
    places.join(() -> {
      if (idle.isWanted(false)) {
        idle.giveBack();
      }
    });

    assertThat(places.tryTake()).isPresent();
    assertThat(places.tryTake()).isEmpty();
  }
}
