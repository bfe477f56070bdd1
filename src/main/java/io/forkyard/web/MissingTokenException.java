package io.forkyard.web;

/** The service would be open to others without a token. */
final class MissingTokenException extends RuntimeException {

  private static final long serialVersionUID = 1;

  MissingTokenException(String address) {
    super(
        "Forkyard runs the code of its callers, so it does not listen on "
            + address
            + " without a token: set forkyard.security.token (FORKYARD_SECURITY_TOKEN) or"
            + " forkyard.security.token-file, or leave server.address at 127.0.0.1.");
  }
}
