package io.forkyard.web;

import io.swagger.v3.oas.annotations.media.Schema;

/** An item that was put. */
@Schema(name = "Put", description = "An item that was put")
record PutView(
    @Schema(
            description = "Its id, the `Message-Id` of the get that takes it",
            example = Examples.ITEM)
        String id) {}
