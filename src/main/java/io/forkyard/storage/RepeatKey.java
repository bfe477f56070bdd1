package io.forkyard.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * A request that its caller has marked, so that it does its work once however often it is sent.
 *
 * @param id stands for the mark and what it holds for, in a bounded number of characters
 * @param body stands for what was sent
 * @param since what was kept before counts no more
 */
public record RepeatKey(String id, String body, Instant since) {

  /** How bodies are hashed, and whatever else is too long to keep. */
  public static MessageDigest hash() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
