package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of maps. */
@Schema(name = "MapList", description = "A page of maps")
record MapList(
    @ArraySchema(arraySchema = @Schema(description = "Maps, newest first")) List<MapSummary> items,
    @Schema(
            description = "The `cursor` of the next page; absent at the end",
            example = "c29tZXdoZXJl")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String next) {}
