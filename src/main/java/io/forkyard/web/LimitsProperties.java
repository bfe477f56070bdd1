package io.forkyard.web;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How large what a caller sends may be. What an uploaded jar may be is a matter of the artifacts.
 *
 * @param body of a request
 * @param source one Java source file, in UTF-8
 * @param arguments of a job, as JSON in ASCII; by position and by name each
 * @param name of a job, in characters
 * @param maxPending the most that a pool may let wait
 * @param items of a map
 * @param maxHeap the largest heap that a pool may give its children, as after {@code -Xmx}
 */
@Validated
@ConfigurationProperties("forkyard.limits")
record LimitsProperties(
    @DefaultValue("16MB") @NotNull DataSize body,
    @DefaultValue("1MB") @NotNull DataSize source,
    @DefaultValue("16MB") @NotNull DataSize arguments,
    @DefaultValue("200") @Min(1) int name,
    @DefaultValue("1000000") @Min(1) int maxPending,
    @DefaultValue("100000") @Min(1) int items,
    @DefaultValue("16g") @Pattern(regexp = HeapSize.FORM) String maxHeap) {}
