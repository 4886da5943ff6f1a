package io.fairlead.cli.impure.util;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does everything that a decision may not do.
public final class ImpureSample {
    private static final Logger LOG = LoggerFactory.getLogger(ImpureSample.class);

    private ImpureSample() {}

    public static boolean decide() {
        LOG.info("deciding at {} on {}", Instant.now(), Thread.currentThread().getName());
        return new Random().nextBoolean() && Files.exists(Path.of("decision"));
    }
}
