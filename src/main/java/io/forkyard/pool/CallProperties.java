package io.forkyard.pool;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of what jobs ask of the service.
 *
 * @param call largest call, for instance a job with its arguments
 */
@ConfigurationProperties("forkyard.limits")
record CallProperties(@DefaultValue("16MB") DataSize call) {}
