package io.forkyard.web;

import io.forkyard.pool.Outputs.Chunk;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Sends what a child prints as text, to its end or as it comes. */
@Component
final class OutputText {

  static final String TYPE = "text/plain;charset=UTF-8";
  static final int PIECE = 64 * 1024;

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  /** Reads on from an offset; the first read decides between an answer and a problem. */
  interface Source {
    Chunk read(long offset, Duration wait);
  }

  private final Peers peers;

  OutputText(Peers peers) {
    this.peers = peers;
  }

  void send(Source source, long from, boolean follow, HttpServletResponse response)
      throws IOException {
    Chunk chunk = source.read(from, Duration.ZERO);
    response.setContentType(TYPE);
    OutputStream out = response.getOutputStream();
    long offset = from;
    int attempt = chunk.attempt();
    while (true) {
      if (chunk.attempt() != attempt) {
        // The job is tried again, and its output begins anew.
        attempt = chunk.attempt();
        offset = 0;
        chunk = source.read(offset, Duration.ZERO);
        continue;
      }
      out.write(chunk.bytes());
      out.flush();
      offset += chunk.bytes().length;
      if (chunk.last() || (!follow && chunk.bytes().length == 0)) {
        return;
      }
      Optional<Chunk> next = next(source, offset, follow ? LOOK_AGAIN : Duration.ZERO);
      if (next.isEmpty()) {
        return;
      }
      chunk = next.get();
    }
  }

  private Optional<Chunk> next(Source source, long offset, Duration wait) {
    return peers.whileListening(() -> source.read(offset, wait));
  }
}
