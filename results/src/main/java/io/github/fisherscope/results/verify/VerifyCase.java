package io.github.fisherscope.results.verify;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.NetworkSpec;
import java.util.Objects;

/**
 * One family of networks that is verified.
 *
 * @param spec the networks
 * @param samples T
 */
public record VerifyCase(NetworkSpec spec, int samples) {
    public VerifyCase {
        Objects.requireNonNull(spec, "spec");
        Args.requireInRange("samples", samples, 1, 1 << 30);
    }
}
