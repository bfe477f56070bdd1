package io.forkyard.web;

import io.forkyard.callback.Contents;
import io.forkyard.job.Delivery;
import io.forkyard.job.Jobs;
import io.forkyard.job.MapStatus;
import io.forkyard.job.Maps;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is delivered is what a caller would see at that moment; of a map that would be longer than
 * any request may be, all but its results and failures.
 */
@Component
final class CallbackContents implements Contents {

  private final Jobs jobs;
  private final Maps maps;
  private final JsonMapper json;
  private final long most;

  CallbackContents(Jobs jobs, Maps maps, JsonMapper json, LimitsProperties limits) {
    this.jobs = jobs;
    this.maps = maps;
    this.json = json;
    this.most = limits.body().toBytes();
  }

  @Override
  public Optional<byte[]> of(Delivery delivery) {
    return switch (delivery.kind()) {
      case JOB -> jobs.find(delivery.id()).map(JobView::of).map(json::writeValueAsBytes);
      case MAP -> maps.find(delivery.id()).map(this::map);
    };
  }

  private byte[] map(MapStatus map) {
    MapView whole = MapView.of(map, maps);
    Bounded out = new Bounded();
    try {
      json.writeValue(out, whole);
      return out.toByteArray();
    } catch (TooLongException e) {
      return json.writeValueAsBytes(whole.withoutItems());
    }
  }

  private static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Memory up to the limit. */
  private final class Bounded extends ByteArrayOutputStream {

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      if (count + length > most) {
        throw new TooLongException();
      }
      super.write(bytes, from, length);
    }
  }
}
