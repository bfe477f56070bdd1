package io.forkyard.job;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How jobs are tried again.
 *
 * @param backoff wait before the second attempt; it doubles with each further one
 */
@ConfigurationProperties("forkyard.job")
record JobProperties(@DefaultValue("1s") Duration backoff) {}
