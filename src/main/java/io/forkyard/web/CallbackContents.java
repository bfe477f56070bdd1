package io.forkyard.web;

import io.forkyard.callback.Contents;
import io.forkyard.job.Delivery;
import io.forkyard.job.Jobs;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What is delivered is what a caller would see at that moment. */
@Component
final class CallbackContents implements Contents {

  private final Jobs jobs;
  private final JsonMapper json;

  CallbackContents(Jobs jobs, JsonMapper json) {
    this.jobs = jobs;
    this.json = json;
  }

  @Override
  public Optional<byte[]> of(Delivery delivery) {
    return switch (delivery.kind()) {
      case JOB -> jobs.find(delivery.id()).map(JobView::of).map(json::writeValueAsBytes);
    };
  }
}
