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
 * @param draws how many networks, and their seed
 * @param search how eigenvalues are found
 * @param execution on what it runs
 * @param heading what the report is called
 */
public record StudyConfig(
        NetworkSource network,
        InputSource inputs,
        FisherRequest fisher,
        StudiedMatrix matrix,
        Draws draws,
        Search search,
        Execution execution,
        Heading heading) {

    /**
     * What is drawn.
     *
     * @param networks N ≥ 1 independent networks; 1 for a given network
     * @param seed of networks, inputs and start vectors
     */
    public record Draws(int networks, long seed) {
        public Draws {
            Args.requireInRange("networks", networks, 1, 1_000_000);
        }
    }

    /**
     * How eigenvalues are found.
     *
     * @param method by which they are computed
     * @param options how far iterative methods go
     */
    public record Search(Method method, SpectrumOptions options) {
        public Search {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(options, "options");
        }
    }

    /**
     * What the report is called.
     *
     * @param title of the report
     * @param command the command line to be recorded; empty for a library call
     */
    public record Heading(String title, List<String> command) {
        public Heading {
            Objects.requireNonNull(title, "title");
            command = List.copyOf(command);
        }
    }

    public StudyConfig {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(fisher, "fisher");
        Objects.requireNonNull(matrix, "matrix");
        Objects.requireNonNull(draws, "draws");
        Args.require(
                draws.networks == 1 || network.drawn(),
                "networks is %d but the network was given; repeat over random networks only",
                draws.networks);
        Objects.requireNonNull(search, "search");
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(heading, "heading");
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
                new Draws(1, 1L),
                new Search(Method.AUTO, SpectrumOptions.defaults()),
                Execution.defaults(),
                new Heading("Fisher spectrum", List.of()));
    }

    /** Returns the number of networks. */
    public int networks() {
        return draws.networks;
    }

    /** Returns the seed of networks, inputs and start vectors. */
    public long seed() {
        return draws.seed;
    }

    /** Returns how eigenvalues are computed. */
    public Method method() {
        return search.method;
    }

    /** Returns how far iterative methods go. */
    public SpectrumOptions options() {
        return search.options;
    }

    /** Returns what the report is called. */
    public String title() {
        return heading.title;
    }

    /** Returns the command line to be recorded; empty for a library call. */
    public List<String> command() {
        return heading.command;
    }

    /** Returns the likelihood of the labels. */
    public Likelihood likelihood() {
        return fisher.likelihood();
    }

    /** Returns the Fisher matrix asked for at network number {@code index}: drawn labels are drawn anew for each. */
    public FisherRequest fisherOf(int index) {
        return fisher instanceof FisherRequest.MonteCarlo drawn ? drawn.forNetwork(index) : fisher;
    }

    public StudyConfig withNetwork(NetworkSource value) {
        return new StudyConfig(value, inputs, fisher, matrix, draws, search, execution, heading);
    }

    public StudyConfig withInputs(InputSource value) {
        return new StudyConfig(network, value, fisher, matrix, draws, search, execution, heading);
    }

    /** Returns a study of the Fisher matrix proper for another likelihood. */
    public StudyConfig withLikelihood(Likelihood value) {
        return withFisher(FisherRequest.exact(value));
    }

    public StudyConfig withFisher(FisherRequest value) {
        return new StudyConfig(network, inputs, value, matrix, draws, search, execution, heading);
    }

    public StudyConfig withMatrix(StudiedMatrix value) {
        return new StudyConfig(network, inputs, fisher, value, draws, search, execution, heading);
    }

    public StudyConfig withNetworks(int value) {
        return with(new Draws(value, draws.seed));
    }

    public StudyConfig withSeed(long value) {
        return with(new Draws(draws.networks, value));
    }

    private StudyConfig with(Draws value) {
        return new StudyConfig(network, inputs, fisher, matrix, value, search, execution, heading);
    }

    public StudyConfig withMethod(Method value) {
        return with(new Search(value, search.options));
    }

    public StudyConfig withOptions(SpectrumOptions value) {
        return with(new Search(search.method, value));
    }

    private StudyConfig with(Search value) {
        return new StudyConfig(network, inputs, fisher, matrix, draws, value, execution, heading);
    }

    public StudyConfig withExecution(Execution value) {
        return new StudyConfig(network, inputs, fisher, matrix, draws, search, value, heading);
    }

    public StudyConfig withTitle(String value) {
        return with(new Heading(value, heading.command));
    }

    /** Returns the same study with the command line to be recorded. */
    public StudyConfig withCommand(List<String> value) {
        return with(new Heading(heading.title, value));
    }

    private StudyConfig with(Heading value) {
        return new StudyConfig(network, inputs, fisher, matrix, draws, search, execution, value);
    }
}
