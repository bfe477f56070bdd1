package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.DrivenClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RetentionTest {

  private final DrivenClock clock = new DrivenClock();
  private final ChangeSignal signal = new ChangeSignal();
  private final List<Instant> told = new ArrayList<>();

  @Test
  void eachKindIsToldWhatIsTooOldAlsoWhenAnotherFails() {
    Retained failing =
        kind((before, going) -> {
          throw new IllegalStateException("no disk");
        });

    retention(Duration.ofDays(7), failing, kind((before, going) -> told.add(before))).prune();

    assertThat(told).containsExactly(clock.instant().minus(Duration.ofDays(7)));
  }

  @Test
  void nothingIsTooOldWhenAllIsKeptForEver() {
    retention(Duration.ZERO, kind((before, going) -> told.add(before))).prune();

    assertThat(told).containsExactly(Instant.EPOCH);
  }

  @Test
  void itBeginsWithTheServiceAndEndsABatchWhenThatStops() {
    CompletableFuture<BooleanSupplier> begun = new CompletableFuture<>();
    retention(Duration.ZERO, kind((before, going) -> begun.complete(going))).start();

    BooleanSupplier going = begun.join();
    assertThat(going.getAsBoolean()).isTrue();
    signal.close();
    assertThat(going.getAsBoolean()).isFalse();
  }

  private Retention retention(Duration kept, Retained... kinds) {
    return new Retention(List.of(kinds), signal, clock, kept);
  }

  private static Retained kind(BiConsumer<Instant, BooleanSupplier> prune) {
    return new Retained() {
      @Override
      public String name() {
        return "things";
      }

      @Override
      public void prune(Instant before, BooleanSupplier going) {
        prune.accept(before, going);
      }
    };
  }
}
