package io.forkyard.job;

import org.jspecify.annotations.Nullable;

/** Which jobs a list shows; null means any. */
public record JobFilter(@Nullable String pool, @Nullable JobState state, @Nullable String name) {}
