package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of queues. */
@Schema(name = "QueueList", description = "A page of queues")
record QueueList(
    @ArraySchema(arraySchema = @Schema(description = "Queues by name")) List<QueueView> items,
    @Schema(
            description = "The `cursor` of the next page; absent at the end",
            example = "c29tZXdoZXJl")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String next) {}
