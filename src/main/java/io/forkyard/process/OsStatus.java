package io.forkyard.process;

import java.time.Instant;

/** A process at one moment, as the operating system tells it. */
public record OsStatus(
    long pid, long ppid, OsState state, Instant startedAt, double cpuSeconds, long residentBytes) {}
