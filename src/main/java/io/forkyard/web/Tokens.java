package io.forkyard.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The tokens that open the service. Only their hashes are kept. */
final class Tokens {

  private static final String SCHEME = "Bearer ";

  private final List<byte[]> hashes;

  Tokens(SecurityProperties properties) {
    hashes =
        Stream.concat(
                Optional.ofNullable(properties.token()).stream(),
                Optional.ofNullable(properties.tokenFile()).stream().flatMap(Tokens::lines))
            .map(String::strip)
            .filter(token -> !token.isEmpty())
            .map(Tokens::hash)
            .toList();
  }

  boolean isEmpty() {
    return hashes.isEmpty();
  }

  /** Whether the value of an {@code Authorization} header has one of them; in constant time. */
  boolean accept(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] sent = hash(authorization.substring(SCHEME.length()).strip());
    boolean accepted = false;
    for (byte[] hash : hashes) {
      accepted |= MessageDigest.isEqual(hash, sent);
    }
    return accepted;
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException("The file of tokens cannot be read: " + file, e);
    }
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
