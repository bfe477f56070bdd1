package io.forkyard.web;

import io.forkyard.storage.Change;
import io.forkyard.storage.Changes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What changes, as it does. */
@Tag(name = "Operations", description = "What operators and dashboards see")
@RestController
class ChangeController {

  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final Duration FULL_RETRY = Duration.ofSeconds(15);
  private static final int PAGE = 500;

  private final Changes changes;
  private final JsonMapper json;
  private final Peers peers;
  private final Duration silence;
  private final int maxReaders;
  private final Semaphore places;

  ChangeController(
      Changes changes, JsonMapper json, Peers peers, ChangeStreamProperties properties) {
    this.changes = changes;
    this.json = json;
    this.peers = peers;
    this.silence = properties.silence();
    this.maxReaders = properties.maxReaders();
    this.places = new Semaphore(maxReaders);
  }

  @Operation(
      operationId = "followChanges",
      summary = "Follow what changes",
      description =
          "Server-sent events: one for each change of state of a job, a map, a process or a pool,"
              + " from now on, or after the one that `Last-Event-ID` names, also when the service"
              + " was started anew meanwhile. The name of an event is the kind of the thing, its"
              + " data a JSON object in one line. An event named `gap` says which ids are not kept"
              + " any more. A comment comes in each 15 seconds of silence. A reader who falls behind"
              + " what is kept is cut off with a comment.")
  @ApiResponse(
      responseCode = "200",
      description = "The events; the stream ends when the service stops",
      content =
          @Content(
              mediaType = EventStream.TYPE,
              schema = @Schema(type = "string", description = "Events in UTF-8")))
  @Refuses(Problem.TOO_MANY_READERS)
  @GetMapping(path = "/v1/changes", produces = EventStream.TYPE)
  void follow(
      @Parameter(description = "The id of the last event that was read", example = "4711")
          @RequestHeader(name = LAST_EVENT_ID, required = false)
          @Nullable String lastEventId,
      @Parameter(hidden = true) HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    long last = changes.last();
    long from = Params.whole(LAST_EVENT_ID, lastEventId, 0, last).orElse(last);
    if (!places.tryAcquire()) {
      throw new ProblemException(
              Problem.TOO_MANY_READERS, maxReaders + " callers follow the changes already")
          .retryAfter(FULL_RETRY);
    }
    try {
      response.setContentType(EventStream.TYPE);
      if (!request.getMethod().equals(HttpMethod.HEAD.name())) {
        send(from, new EventStream(response.getOutputStream(), json));
      }
    } finally {
      places.release();
    }
  }

  /** How many follow. */
  int readers() {
    return maxReaders - places.availablePermits();
  }

  private void send(long from, EventStream out) throws IOException {
    out.position(from);
    out.flush();
    long seen = from;
    while (!changes.closed() && !Thread.currentThread().isInterrupted()) {
      Optional<List<Change>> next = next(seen);
      if (next.isEmpty()) {
        return;
      }
      List<Change> page = next.get();
      if (seen > from && missed(seen, page)) {
        out.comment("too slow: what comes next is not kept any more");
        return;
      }
      seen = write(page, seen, out);
      out.flush();
      if (page.size() < PAGE) {
        changes.breathe();
      }
    }
    out.comment("the service stops");
  }

  /** Empty when the reader has hung up. */
  private Optional<List<Change>> next(long seen) {
    return peers.whileListening(() -> changes.await(seen, PAGE, silence));
  }

  private static boolean missed(long seen, List<Change> page) {
    return !page.isEmpty() && page.getFirst().id() > seen + 1;
  }

  /** Gives the id after which to go on. */
  private static long write(List<Change> page, long seen, EventStream out) throws IOException {
    if (page.isEmpty()) {
      out.comment("still here");
      return seen;
    }
    if (missed(seen, page)) {
      out.gap(seen + 1, page.getFirst().id() - 1);
    }
    for (Change change : page) {
      out.change(change);
    }
    return page.getLast().id();
  }
}
