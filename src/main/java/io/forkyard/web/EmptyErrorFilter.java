package io.forkyard.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives a body to errors that come without one, as those of actuator endpoints do. */
@Component
final class EmptyErrorFilter extends OncePerRequestFilter {

  private final ProblemWriter problems;

  EmptyErrorFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, response);
    if (response.getStatus() == HttpStatus.NOT_FOUND.value()
        && response.getContentType() == null
        && !response.isCommitted()) {
      problems.write(
          request,
          response,
          new ProblemException(Problem.NOT_FOUND, "There is nothing at this address"));
    }
  }
}
