package io.forkyard.web;

import io.forkyard.lock.Acquired;
import io.forkyard.lock.Grant;
import io.forkyard.lock.Holder;
import io.forkyard.lock.LockProperties;
import io.forkyard.lock.LockStatus;
import io.forkyard.lock.Locks;
import io.forkyard.lock.Released;
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
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code Lock.acquire} and {@code release}. */
@Tag(name = "Locks")
@RestController
@RequestMapping(path = "/v1/locks/{lock}", produces = MediaType.APPLICATION_JSON_VALUE)
class LockUseController {

  private final Locks locks;
  private final LockProperties limits;
  private final LineRefusals refusals;
  private final Waits waits;
  private final Peers peers;
  private final Handover handover;

  LockUseController(
      Locks locks,
      LockProperties limits,
      LineRefusals refusals,
      Waits waits,
      Peers peers,
      Handover handover) {
    this.locks = locks;
    this.limits = limits;
    this.refusals = refusals;
    this.waits = waits;
    this.peers = peers;
    this.handover = handover;
  }

  @Operation(
      operationId = "acquireLock",
      summary = "Acquire a lock",
      description =
          "`Lock.acquire(block, timeout)`. It is held until it is released, or its lease ends. With"
              + " the token that holds it a re-entrant lock is entered once more: at once, with the"
              + " same token and fence, and its lease begins anew.")
  @ApiResponse(
      responseCode = "200",
      description = "It is held",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = GrantView.class)))
  @Refuses({
    Problem.NOT_FOUND,
    Problem.HUNG_UP,
    Problem.LOCK_HELD,
    Problem.NOT_OWNER,
    Problem.TOO_MANY_WAITERS,
    Problem.UNAVAILABLE
  })
  @PostMapping("/acquire")
  void acquire(
      @Parameter(description = "The lock's name", example = "ledger") @PathVariable String lock,
      @RequestBody(required = false) @Nullable LockEntry entry,
      @Parameter(
              description = "Whether to wait",
              schema = @Schema(type = "boolean", defaultValue = "true"),
              example = "true")
          @RequestParam(required = false)
          @Nullable String block,
      @Parameter(
              description =
                  "Seconds to wait, at most and unless said the service's longest wait; a negative"
                      + " number counts as 0",
              schema = @Schema(type = "number"),
              example = "10")
          @RequestParam(required = false)
          @Nullable String timeout,
      @Parameter(
              description = "Seconds after which it is free again, 60 unless set otherwise",
              schema = @Schema(type = "number"),
              example = "30")
          @RequestParam(required = false)
          @Nullable String lease,
      @Parameter(hidden = true) HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Duration limit = waits.change(block, timeout);
    Holder holder = new Holder.Caller(request.getRemoteAddr(), lease(lease));
    String token = entry == null || entry.token() == null ? null : Checks.token(entry.token());
    switch (waits.whileHere(() -> locks.acquire(lock, holder, token, limit, peers.here()))) {
      case Acquired.Granted(Grant grant) ->
          handover.send(GrantView.of(grant), response, () -> locks.giveBack(grant));
      case Acquired.Held(LockStatus held) ->
          throw new ProblemException(Problem.LOCK_HELD, "The lock " + lock + " is held")
              .heldBy(held.holder(), held.since());
      case Acquired.NotOwner(boolean reentrant) -> throw notOwner(lock, reentrant);
      case Acquired.Refused refused -> throw refusals.of("lock", lock, refused.why());
    }
  }

  private Duration lease(@Nullable String seconds) {
    return Params.lease(seconds, limits.maxLease()).orElse(limits.lease());
  }

  @Operation(
      operationId = "renewLock",
      summary = "Renew a lease",
      description = "It lasts from now on as long as it was asked for.")
  @ApiResponse(responseCode = "204", description = "It is renewed")
  @Refuses({Problem.NOT_FOUND, Problem.LOCK_NOT_HELD, Problem.NOT_OWNER})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/renew")
  void renew(
      @Parameter(description = "The lock's name", example = "ledger") @PathVariable String lock,
      @RequestBody LockToken request) {
    check(lock, locks.renew(lock, request.checked()));
  }

  @Operation(
      operationId = "releaseLock",
      summary = "Release a lock",
      description =
          "`Lock.release()`. One that was re-entered is free when it was released as often as"
              + " acquired. The next waiter has it at once.")
  @ApiResponse(responseCode = "204", description = "It is released")
  @Refuses({Problem.NOT_FOUND, Problem.LOCK_NOT_HELD, Problem.NOT_OWNER})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/release")
  void release(
      @Parameter(description = "The lock's name", example = "ledger") @PathVariable String lock,
      @RequestBody LockToken request) {
    check(lock, locks.release(lock, request.checked()));
  }

  @Operation(
      operationId = "breakLock",
      summary = "Break a lock",
      description = "An operator's release: it is free whoever holds it, and however often.")
  @ApiResponse(responseCode = "204", description = "It is free")
  @Refuses({Problem.NOT_FOUND, Problem.LOCK_NOT_HELD})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/break")
  void breakOpen(
      @Parameter(description = "The lock's name", example = "ledger") @PathVariable String lock) {
    check(lock, locks.breakOpen(lock));
  }

  private static void check(String lock, Released released) {
    switch (released) {
      case Released.Done() -> {}
      case Released.NotHeld(boolean reentrant) ->
          throw raised(
              reentrant,
              new ProblemException(Problem.LOCK_NOT_HELD, "Nobody holds the lock " + lock));
      case Released.NotOwner(boolean reentrant) -> throw notOwner(lock, reentrant);
      case Released.Unknown() -> throw ProblemException.notFound("lock", lock);
    }
  }

  private static ProblemException notOwner(String lock, boolean reentrant) {
    return raised(
        reentrant,
        new ProblemException(Problem.NOT_OWNER, "This token does not hold the lock " + lock));
  }

  /** CPython's {@code RLock} asserts what its {@code Lock} checks. */
  private static ProblemException raised(boolean reentrant, ProblemException problem) {
    return reentrant ? problem.raisedAs("AssertionError") : problem;
  }
}
