package io.forkyard.web;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Those who follow what changes.
 *
 * @param maxReaders how many there may be at once
 * @param silence after so long without a change comes a comment, which shows who is gone
 */
@Validated
@ConfigurationProperties("forkyard.changes")
record ChangeStreamProperties(
    @DefaultValue("64") @Min(0) int maxReaders, @DefaultValue("15s") @NotNull Duration silence) {}
