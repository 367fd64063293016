package io.github.fisherscope.integration;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.arrays.NetworkFile;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;

/**
 * A network and data as a user has them in files, and two numbers of their Fisher matrix from its entries.
 *
 * @param largest λ_max
 * @param trace tr F
 */
record OwnNetwork(double largest, double trace) {
    /** Writes {@code net.npz} and {@code inputs.npy} into a folder. */
    static OwnNetwork in(Path folder) {
        NeuralNetwork network = RandomNetworkGenerator.of(
                        NetworkSpec.of(Activation.parse("tanh"), 2, 0.3, 5, 8, 6, 2), 3)
                .network(0);
        Dataset data = RandomInputs.of(3).standardNormal(0, 9, 5);
        NetworkFile.write(folder.resolve("net.npz"), network);
        NpyFile.write(folder.resolve("inputs.npy"), NpyArray.ofRows(9, 5, data::copyRow));
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1));
                WholeFisherMatrix dense =
                        FisherRoutes.entries(network, data, FisherRequest.exact(new Likelihood.Gaussian(1)), backend)) {
            double trace = 0;
            for (int i = 0; i < dense.dimension(); i++) {
                trace += dense.diagonal()[i];
            }
            return new OwnNetwork(dense.eigenvalues().get(0), trace);
        }
    }

    /** Lanczos ends at a relative residual of 1e-9. */
    Offset<Double> tolerance() {
        return Offset.offset(1e-8 * largest);
    }

    /** Returns the number after some words of a text. */
    static double number(String text, String words) {
        Matcher found = Pattern.compile(words + "(\\d+\\.\\d+(E-?\\d+)?)").matcher(text);
        if (!found.find()) {
            throw new AssertionError("no number after '" + words + "' in " + text);
        }
        return Double.parseDouble(found.group(1));
    }
}
