package io.forkyard.queue;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What queues may hold.
 *
 * @param maxQueues how many there may be
 * @param maxItems of each queue, also of one without a bound of its own
 * @param maxBytes of all items of each queue
 * @param maxItemSize of one item, as it was sent in UTF-8
 * @param maxBatch items of one put-batch
 * @param maxLease the longest time that an item is lent for
 * @param maxWaiters callers that may be blocked in put and get, of all queues together
 * @param maxWaitersPerQueue callers that may be blocked in put and get of one queue
 */
@Validated
@ConfigurationProperties("forkyard.queue")
public record QueueProperties(
    @DefaultValue("10000") @Min(1) int maxQueues,
    @DefaultValue("1000000") @Min(1) int maxItems,
    @DefaultValue("1GB") @NotNull DataSize maxBytes,
    @DefaultValue("1MB") @NotNull DataSize maxItemSize,
    @DefaultValue("10000") @Min(1) int maxBatch,
    @DefaultValue("12h") @NotNull Duration maxLease,
    @DefaultValue("6000") @Min(1) int maxWaiters,
    @DefaultValue("5000") @Min(1) int maxWaitersPerQueue) {}
