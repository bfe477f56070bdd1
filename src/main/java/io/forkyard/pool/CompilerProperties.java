package io.forkyard.pool;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The children that compile.
 *
 * @param max most of them at once
 * @param sources how many one of them compiles before another takes its place
 * @param idle after so long without a source they leave; never when it is zero
 * @param warm whether one is started with the service, and another when one was worn out
 */
@Validated
@ConfigurationProperties("forkyard.compiler")
record CompilerProperties(
    @DefaultValue("1") @Min(1) int max,
    @DefaultValue("500") @Min(1) int sources,
    @DefaultValue("30m") Duration idle,
    @DefaultValue("true") boolean warm) {}
