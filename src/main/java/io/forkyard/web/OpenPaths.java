package io.forkyard.web;

/** What is open without a token. */
final class OpenPaths {

  /** In the form of request matchers. */
  static final String[] PATTERNS = {
    "/actuator/health",
    "/actuator/health/**",
    "/swagger-ui.html",
    "/swagger-ui/**",
    "/v3/api-docs",
    "/v3/api-docs/**",
    "/v3/api-docs.yaml",
    "/problems",
    "/problems/**"
  };

  private OpenPaths() {}

  /** Whether it is a page for people, to which others may link. */
  static boolean isPage(String path) {
    return path.startsWith("/swagger-ui") || path.startsWith("/problems");
  }
}
