package io.forkyard.job;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How large the parts of a job may be, whoever submits it.
 *
 * @param arguments as JSON in ASCII; by position and by name each
 * @param name in characters
 */
@Validated
@ConfigurationProperties("forkyard.limits")
public record JobLimits(
    @DefaultValue("16MB") @NotNull DataSize arguments, @DefaultValue("200") @Min(1) int name) {}
