package io.forkyard.web;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Items that were put together. */
@Schema(name = "PutBatch", description = "Items that were put together")
record PutBatchView(
    @ArraySchema(arraySchema = @Schema(description = "Their ids, in their order"))
        List<String> ids) {}
