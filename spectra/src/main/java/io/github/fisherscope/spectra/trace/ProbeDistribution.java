package io.github.fisherscope.spectra.trace;

import io.github.fisherscope.spectra.internal.Probes;

/** The distribution of random probe vectors with E[vvᵀ] = I. */
public enum ProbeDistribution {
    /** Standard normal entries; variance of vᵀAv is 2‖A‖_F². */
    GAUSSIAN {
        @Override
        void fill(long seed, long index, double[] v) {
            Probes.gaussian(seed, index, v);
        }
    },
    /** Signs ±1; variance 2(‖A‖_F² − Σ A_ii²), never larger and zero for a diagonal matrix. */
    RADEMACHER {
        @Override
        void fill(long seed, long index, double[] v) {
            Probes.rademacher(seed, index, v);
        }
    };

    abstract void fill(long seed, long index, double[] v);
}
