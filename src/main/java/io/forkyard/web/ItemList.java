package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of items. */
@Schema(name = "ItemList", description = "A page of items")
record ItemList(
    @ArraySchema(
            arraySchema = @Schema(description = "Items in the order of their puts"),
            schema = @Schema(implementation = Object.class))
        List<Json> items,
    @Schema(
            description = "The `cursor` of the next page; absent at the end",
            example = "c29tZXdoZXJl")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String next) {}
