package io.forkyard.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps web pages of others from driving the service through a browser on this machine. What a
 * browser tells about the page that calls cannot be forged by that page.
 */
final class ForeignFilter extends OncePerRequestFilter {

  private static final Set<String> OWN_SITES = Set.of("none", "same-origin");

  private final HostRule hosts;
  private final ProblemWriter problems;

  ForeignFilter(HostRule hosts, ProblemWriter problems) {
    this.hosts = hosts;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<ProblemException> refusal = refusal(request);
    if (refusal.isPresent()) {
      problems.write(request, response, refusal.get());
    } else {
      chain.doFilter(request, response);
    }
  }

  private Optional<ProblemException> refusal(HttpServletRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    if (host == null) {
      // HTTP/1.0, so no browser.
      return Optional.empty();
    }
    Optional<Authority> ours = Authority.parse(host).filter(hosts::accepts);
    if (ours.isEmpty()) {
      return Optional.of(
          new ProblemException(
              Problem.MISDIRECTED_REQUEST, "This service does not answer for the host " + host));
    }
    return foreignOrigin(request, ours.get()).or(() -> foreignSite(request));
  }

  private static Optional<ProblemException> foreignOrigin(
      HttpServletRequest request, Authority host) {
    return Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN))
        .filter(origin -> !host.isOrigin(origin))
        .map(origin -> foreign("A page of " + origin + " may not call this service"));
  }

  private static Optional<ProblemException> foreignSite(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Sec-Fetch-Site"))
        .filter(site -> !OWN_SITES.contains(site) && !isLinkToDocumentation(request))
        .map(site -> foreign("A " + site + " page may not call this service"));
  }

  /** A link from elsewhere to a page that only shows; what that page calls has its own check. */
  private static boolean isLinkToDocumentation(HttpServletRequest request) {
    return request.getMethod().equals("GET")
        && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
        && "document".equals(request.getHeader("Sec-Fetch-Dest"))
        && OpenPaths.isPage(request.getRequestURI());
  }

  private static ProblemException foreign(String detail) {
    return new ProblemException(Problem.FOREIGN_ORIGIN, detail);
  }
}
