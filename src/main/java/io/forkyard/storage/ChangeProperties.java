package io.forkyard.storage;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The log of changes.
 *
 * @param kept how many changes are kept; a reader who is further behind misses some
 */
@Validated
@ConfigurationProperties("forkyard.changes")
record ChangeProperties(@DefaultValue("100000") @Min(1) int kept) {}
