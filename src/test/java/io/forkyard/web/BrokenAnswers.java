package io.forkyard.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Does something between the grant and the first byte of an answer, for requests that ask for it by
 * a header.
 */
final class BrokenAnswers extends OncePerRequestFilter {

  /** The header; its value is the name of what to do. */
  static final String HEADER = "Broken-Answer";

  private final Map<String, Planned> all = new ConcurrentHashMap<>();

  /** What happens; what it throws comes out of the write. */
  interface Fault {
    void happen() throws IOException;
  }

  private record Planned(Fault fault, CompletableFuture<Void> over) {}

  /** Gives what completes when the request is over. */
  CompletableFuture<Void> on(String name, Fault fault) {
    Planned planned = new Planned(fault, new CompletableFuture<>());
    all.put(name, planned);
    return planned.over();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String name = request.getHeader(HEADER);
    if (name == null) {
      chain.doFilter(request, response);
      return;
    }
    Planned planned = all.remove(name);
    try {
      chain.doFilter(request, new Broken(response, planned.fault()));
    } finally {
      planned.over().complete(null);
    }
  }

  private static final class Broken extends HttpServletResponseWrapper {

    private final Fault fault;

    Broken(HttpServletResponse response, Fault fault) {
      super(response);
      this.fault = fault;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      ServletOutputStream out = super.getOutputStream();
      return new ServletOutputStream() {
        @Override
        public void write(int one) throws IOException {
          write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          fault.happen();
          out.write(bytes, offset, length);
        }

        @Override
        public boolean isReady() {
          return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          out.setWriteListener(listener);
        }
      };
    }
  }
}
