package io.forkyard.web;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a caller may ask for.
 *
 * @param maxWait the longest time that a request waits; keep it below the idle limit of proxies
 * @param keepAlive after so much silence a stream of results gets an empty line
 */
@Validated
@ConfigurationProperties("forkyard")
record WebProperties(
    @DefaultValue("60s") @NotNull Duration maxWait,
    @DefaultValue("15s") @NotNull Duration keepAlive) {}
