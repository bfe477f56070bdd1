package io.forkyard.storage;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the service keeps what it must not lose.
 *
 * @param dataDir folder of the embedded database and of the caches; one service at a time owns it
 */
@ConfigurationProperties("forkyard")
public record StorageProperties(@DefaultValue("./data") Path dataDir) {}
