package io.forkyard.storage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Requests that are sent more than once.
 *
 * @param kept how long the mark of a request is known
 */
@ConfigurationProperties("forkyard.idempotency")
record RepeatProperties(@DefaultValue("24h") Duration kept) {}
