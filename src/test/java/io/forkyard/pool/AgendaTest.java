package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.DrivenClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a pool wakes: what falls due between a look and the sleep after it is not slept over. */
class AgendaTest {

  private static final Duration IDLE = Duration.ofSeconds(10);

  private final DrivenClock clock = new DrivenClock();
  private final Agenda agenda = new Agenda(clock);

  @Test
  void aPoolThatTiresWhileItLooksDoesNotSleepOverIt() {
    clock.pass(IDLE.minusMillis(1));
    agenda.awake();
    assertThat(agenda.tired(IDLE)).isFalse();

    clock.pass(Duration.ofMillis(2));
    assertThat(agenda.sleep(IDLE, null)).isZero();

    agenda.awake();
    assertThat(agenda.tired(IDLE)).isTrue();
    assertThat(agenda.sleep(IDLE, null)).isGreaterThan(IDLE);
  }

  @Test
  void aStartThatFallsDueWhileThePoolLooksIsNotSleptOver() {
    StartTroubles troubles = new StartTroubles();
    troubles.failed("", "no start", agenda.now());
    clock.pass(Duration.ofMillis(99));
    agenda.awake();
    assertThat(troubles.allowed("", 1, 0, agenda.present())).isZero();

    clock.pass(Duration.ofMillis(2));
    assertThat(agenda.sleep(IDLE, troubles.next(agenda.present()).orElse(null))).isZero();

    agenda.awake();
    assertThat(troubles.allowed("", 1, 0, agenda.present())).isEqualTo(1);
    assertThat(troubles.next(agenda.present())).isEmpty();
  }

  @Test
  void theStoreNeedNotBeAskedTwiceForTheSame() {
    assertThat(agenda.hasNews()).isTrue();
    agenda.looked(true, agenda.now().plusMillis(5));
    assertThat(agenda.hasNews()).isFalse();
    assertThat(agenda.jobsMayWait()).isTrue();

    agenda.lookAgain();
    assertThat(agenda.hasNews()).isTrue();

    agenda.looked(false, agenda.now().plusMillis(5));
    clock.pass(Duration.ofMillis(5));
    agenda.awake();
    assertThat(agenda.hasNews()).isTrue();
  }

  @Test
  void aReplacementComesAMomentAfterTheFirstJobAndIsNotPutOffByTheNext() {
    agenda.looked(false, null);
    agenda.began();
    assertThat(agenda.justBegan()).isTrue();
    assertThat(agenda.sleep(IDLE, null)).isEqualTo(Duration.ofMillis(20));

    clock.pass(Duration.ofMillis(19));
    agenda.began();
    agenda.awake();
    assertThat(agenda.justBegan()).isTrue();

    clock.pass(Duration.ofMillis(1));
    assertThat(agenda.sleep(IDLE, null)).isZero();
    agenda.awake();
    assertThat(agenda.justBegan()).isFalse();
    assertThat(agenda.sleep(IDLE, null)).isGreaterThan(Duration.ofSeconds(9));
  }
}
