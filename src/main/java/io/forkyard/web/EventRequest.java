package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.swagger.v3.oas.annotations.media.Schema;

/** An event has no settings. What only an answer has is ignored, so that it can be sent back. */
@Schema(name = "EventRequest", description = "An event has no settings")
@JsonIgnoreProperties({"name", "set", "waiters"})
record EventRequest() {}
