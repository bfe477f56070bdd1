package io.forkyard.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job whose turn has come, and the child that got it. All that is written about the attempt is
 * written under the token of the offer.
 *
 * @param number which attempt this is, from 1
 * @param source hash of the source, if it has one
 * @param classpath ids of its jars
 * @param timeout of the attempt, if the job names one
 */
public record Claim(
    Offer offer,
    UUID id,
    String pool,
    int number,
    String target,
    String args,
    String kwargs,
    @Nullable String source,
    List<String> classpath,
    @Nullable Duration timeout,
    int maxAttempts,
    Instant submittedAt,
    Instant startedAt) {}
