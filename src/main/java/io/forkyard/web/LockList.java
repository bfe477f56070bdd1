package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of locks. */
@Schema(name = "LockList", description = "A page of locks")
record LockList(
    @ArraySchema(arraySchema = @Schema(description = "Locks by name")) List<LockView> items,
    @Schema(
            description = "The `cursor` of the next page; absent at the end",
            example = "c29tZXdoZXJl")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String next) {}
