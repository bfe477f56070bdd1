package io.forkyard.web;

import io.forkyard.storage.ChangeSignal;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Ends the waits of callers who hang up. The web server does not wake a request that is blocked
 * when its peer leaves, so one thread asks for all of them, each second.
 */
@Component
final class Peers implements DisposableBean {

  private static final long PERIOD_MILLIS = 1000;

  private final Set<Peer> waiting = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("peers").factory());

  Peers() {
    var unused =
        clock.scheduleWithFixedDelay(
            () -> waiting.forEach(Peer::check),
            PERIOD_MILLIS,
            PERIOD_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /**
   * Runs what waits for the caller of this request, and interrupts it when the caller has gone.
   *
   * @throws ProblemException if it fails after that
   */
  <T> T whileHere(Supplier<T> wait) {
    Peer peer = current();
    peer.startWaiting();
    waiting.add(peer);
    try {
      return ChangeSignal.forCaller(wait);
    } catch (RuntimeException e) {
      throw peer.gone() ? hungUp() : e;
    } finally {
      waiting.remove(peer);
      peer.stopWaiting();
    }
  }

  /**
   * The same for a stream that has begun, where nothing can be said any more.
   *
   * @return empty when the caller has gone
   */
  <T> Optional<T> whileListening(Supplier<T> wait) {
    T seen = whileHere(wait);
    return current().gone() ? Optional.empty() : Optional.of(seen);
  }

  /** Tells whether the caller of this request is there; for any thread while this one waits. */
  BooleanSupplier here() {
    Peer peer = current();
    return () -> !peer.gone();
  }

  /** How many callers wait now. */
  int waiting() {
    return waiting.size();
  }

  /** The answer for who may have closed only its sending side. */
  static ProblemException hungUp() {
    return new ProblemException(Problem.HUNG_UP, "The caller has hung up; nothing was changed");
  }

  private static Peer current() {
    HttpServletRequest request =
        ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    skipBody(request);
    return (Peer) Objects.requireNonNull(request.getAttribute(Peer.ATTRIBUTE));
  }

  /** What of a body nobody reads would hide the end of the connection. */
  private static void skipBody(HttpServletRequest request) {
    try {
      ServletInputStream body = request.getInputStream();
      if (!body.isFinished()) {
        body.transferTo(OutputStream.nullOutputStream());
      }
    } catch (BodyLimit.Exceeded e) {
      throw e.problem();
    } catch (IOException e) {
      throw hungUp();
    }
  }

  @Override
  public void destroy() {
    clock.shutdownNow();
  }
}
