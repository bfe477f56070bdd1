package io.forkyard.callback;

import io.forkyard.job.Delivery;
import java.util.Optional;

/** Writes what is delivered; the face that shows jobs and maps to callers does it. */
@FunctionalInterface
public interface Contents {

  /** What has ended, as JSON in UTF-8; empty when it was deleted meanwhile. */
  Optional<byte[]> of(Delivery delivery);
}
