package io.forkyard.process;

import org.jspecify.annotations.Nullable;

/**
 * The end of a process.
 *
 * @param code Python's exit code: n as the process said it, or -n when signal n ended it
 * @param signal the number of that signal
 * @param outOfMemory whether the JVM ended itself for want of memory
 * @param crash the first lines of the JVM's crash report
 * @param jvmMessage last words of the JVM itself
 * @param byKernel whether the kernel killed it because the machine, or its group, had no memory
 * @param peakMemory most memory that the process was seen to hold, in bytes; 0 when unknown
 */
public record Exit(
    int code,
    @Nullable Integer signal,
    boolean outOfMemory,
    @Nullable String crash,
    @Nullable String jvmMessage,
    boolean byKernel,
    long peakMemory) {}
