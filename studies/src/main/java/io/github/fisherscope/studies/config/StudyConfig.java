package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.network.NetworkSpec;
import java.util.List;
import java.util.Objects;

/**
 * What a study measures; every instance is valid.
 *
 * @param network where networks come from
 * @param inputs where inputs come from
 * @param fisher which Fisher matrix: likelihood and labels
 * @param matrix which matrix is made of it: the whole one, one of its forms, a metric of inputs or features
 * @param networks N ≥ 1 independent networks; 1 for a given network
 * @param seed seed of networks, inputs and start vectors
 * @param method how eigenvalues are computed
 * @param options how far iterative methods go
 * @param execution on what it runs
 * @param title what the report is called
 * @param command the command line to be recorded; empty for a library call
 */
public record StudyConfig(
        NetworkSource network,
        InputSource inputs,
        FisherRequest fisher,
        StudiedMatrix matrix,
        int networks,
        long seed,
        Method method,
        SpectrumOptions options,
        Execution execution,
        String title,
        List<String> command) {

    public StudyConfig {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(fisher, "fisher");
        Objects.requireNonNull(matrix, "matrix");
        Args.requireInRange("networks", networks, 1, 1_000_000);
        Args.require(
                networks == 1 || network instanceof NetworkSource.Random,
                "networks is %d but the network was given; repeat over random networks only",
                networks);
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(title, "title");
        command = List.copyOf(command);
    }

    /**
     * Returns a study of one random network at standard normal inputs, Gaussian likelihood, seed 1.
     *
     * @param samples T
     */
    public static StudyConfig random(NetworkSpec spec, int samples) {
        return new StudyConfig(
                new NetworkSource.Random(spec),
                new InputSource.StandardNormal(samples),
                FisherRequest.exact(new Likelihood.Gaussian(1)),
                new StudiedMatrix.Whole(),
                1,
                1L,
                Method.AUTO,
                SpectrumOptions.defaults(),
                Execution.defaults(),
                "Fisher spectrum",
                List.of());
    }

    public StudyConfig withNetwork(NetworkSource value) {
        return new StudyConfig(
                value, inputs, fisher, matrix, networks, seed, method, options, execution, title, command);
    }

    public StudyConfig withInputs(InputSource value) {
        return new StudyConfig(
                network, value, fisher, matrix, networks, seed, method, options, execution, title, command);
    }

    /** Returns a study of the Fisher matrix proper for another likelihood. */
    public StudyConfig withLikelihood(Likelihood value) {
        return withFisher(FisherRequest.exact(value));
    }

    public StudyConfig withFisher(FisherRequest value) {
        return new StudyConfig(
                network, inputs, value, matrix, networks, seed, method, options, execution, title, command);
    }

    public StudyConfig withMatrix(StudiedMatrix value) {
        return new StudyConfig(
                network, inputs, fisher, value, networks, seed, method, options, execution, title, command);
    }

    /** Returns the likelihood of the labels. */
    public Likelihood likelihood() {
        return fisher.likelihood();
    }

    /** Returns the Fisher matrix asked for at network number {@code index}: drawn labels are drawn anew for each. */
    public FisherRequest fisherOf(int index) {
        return fisher instanceof FisherRequest.MonteCarlo drawn ? drawn.forNetwork(index) : fisher;
    }

    public StudyConfig withNetworks(int value) {
        return new StudyConfig(
                network, inputs, fisher, matrix, value, seed, method, options, execution, title, command);
    }

    public StudyConfig withSeed(long value) {
        return new StudyConfig(
                network, inputs, fisher, matrix, networks, value, method, options, execution, title, command);
    }

    public StudyConfig withMethod(Method value) {
        return new StudyConfig(
                network, inputs, fisher, matrix, networks, seed, value, options, execution, title, command);
    }

    public StudyConfig withOptions(SpectrumOptions value) {
        return new StudyConfig(
                network, inputs, fisher, matrix, networks, seed, method, value, execution, title, command);
    }

    public StudyConfig withExecution(Execution value) {
        return new StudyConfig(network, inputs, fisher, matrix, networks, seed, method, options, value, title, command);
    }

    public StudyConfig withTitle(String value) {
        return new StudyConfig(
                network, inputs, fisher, matrix, networks, seed, method, options, execution, value, command);
    }

    public StudyConfig withCommand(List<String> value) {
        return new StudyConfig(
                network, inputs, fisher, matrix, networks, seed, method, options, execution, title, value);
    }
}
