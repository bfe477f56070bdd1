package io.forkyard.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A job whose turn it is. */
record Head(
    UUID id,
    String pool,
    int priority,
    String target,
    String args,
    String kwargs,
    @Nullable String source,
    String jvmOptions,
    @Nullable Long timeout,
    int attempt,
    int maxAttempts,
    Instant submittedAt,
    boolean jars)
    implements Candidate {

  @Override
  public UUID entry() {
    return id;
  }

  @Override
  public int first() {
    return 0;
  }

  static Head of(ResultSet row) throws SQLException {
    return new Head(
        UUID.fromString(row.getString("id")),
        row.getString("pool"),
        row.getInt("priority"),
        row.getString("target"),
        row.getString("args"),
        row.getString("kwargs"),
        row.getString("source"),
        row.getString("jvm_options"),
        JobRows.number(row, "timeout"),
        row.getInt("attempt"),
        row.getInt("max_attempts"),
        Instant.ofEpochMilli(row.getLong("submitted_at")),
        row.getBoolean("jars"));
  }

  Claim claim(Offer offer, List<String> classpath, Instant startedAt) {
    return new Claim(
        offer,
        id,
        pool,
        attempt + 1,
        target,
        args,
        kwargs,
        source,
        classpath,
        timeout == null ? null : Duration.ofMillis(timeout),
        maxAttempts,
        submittedAt,
        startedAt);
  }
}
