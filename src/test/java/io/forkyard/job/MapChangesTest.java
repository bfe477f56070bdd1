package io.forkyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.SignalCoupling;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who hears what of a map. */
class MapChangesTest {

  private final UUID map = UUID.randomUUID();
  private final ChangeSignal signal = new ChangeSignal();
  private final List<String> topics = SignalCoupling.couple(signal, new ChangeSignal());
  private final List<MapChanged> events = new ArrayList<>();
  private final MapChanges changes = new MapChanges(signal, events::add);

  @Test
  void whoWaitsForTheEndHearsNothingOfEachChunk() {
    changes.tellProgress(map);

    assertThat(topics).containsExactly(Maps.topic(map));
    assertThat(events).containsExactly(new MapChanged(map));
  }

  @Test
  void whoWaitsForTheEndOrForResultsHearsOfTheEnd() {
    changes.tell(map);

    assertThat(topics).containsExactlyInAnyOrder(Maps.topic(map), Maps.endTopic(map));
    assertThat(events).containsExactly(new MapChanged(map));
  }
}
