package io.forkyard.pool;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of all pools together.
 *
 * @param maxProcesses most living children of all pools and of no pool, and so the largest pool
 * @param maxSpares most children of all pools that serve one job each and wait for it
 * @param drain how long running jobs and processes may go on after the service was told to stop
 * @param grace how long a child that was told to stop may take before it is killed
 * @param maxResultSize longest result of a job
 * @param mapTraces how many failures of a map keep their stack trace and output
 * @param compileTimeout longest time that the compiler gets for one source
 */
@ConfigurationProperties("forkyard")
record PoolProperties(
    @DefaultValue("64") int maxProcesses,
    @DefaultValue("64") int maxSpares,
    @DefaultValue("25s") Duration drain,
    @DefaultValue("5s") Duration grace,
    @DefaultValue("16MB") DataSize maxResultSize,
    @DefaultValue("1000") int mapTraces,
    @DefaultValue("60s") Duration compileTimeout) {}
