package io.github.fisherscope.studies.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.results.pair.PredictiveResult;
import io.github.fisherscope.studies.fixture.Small;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictiveStudyTest {
    private static final Dataset DATA = data(12);

    /** The remainder over t⁴ stays bounded over three scales of the step; a wrong cubic term makes it grow threefold. */
    @ParameterizedTest
    @CsvSource({
        "gaussian,kl",
        "gaussian,alpha:0.5",
        "gaussian,jeffreys",
        "gaussian,renyi:2",
        "categorical,kl",
        "categorical,reverse-kl",
        "categorical,js",
        "categorical,alpha:2",
        "categorical,pearson",
        "categorical,renyi:0.5",
        "bernoulli,kl",
        "bernoulli,alpha:-0.3",
        "bernoulli,jeffreys",
        "bernoulli,renyi:3",
        "poisson,kl",
        "poisson,reverse-kl",
        "poisson,alpha:0"
    })
    void theExpansionIsRightToThirdOrder(String likelihood, String family) {
        NeuralNetwork first = network(1);
        double[] direction = network(2).parameterVector();
        double[] remainders = new double[3];
        for (int k = 0; k < 3; k++) {
            double t = 0.03 / Math.pow(3, k);
            double[] theta = first.parameterVector();
            for (int i = 0; i < theta.length; i++) {
                theta[i] += t * direction[i];
            }
            PredictiveResult result = run(first, first.withParameterVector(theta), likelihood, family);
            double value = Objects.requireNonNull(result.mean().value());
            double series = expansion(result).quadratic() + expansion(result).cubic();
            remainders[k] = (value - series) / Math.pow(t, 4);
        }
        double bound = 0.35 * Math.abs(remainders[0]) + 1e-2;
        assertThat(remainders[1]).isCloseTo(remainders[0], within(bound));
        assertThat(remainders[2]).isCloseTo(remainders[0], within(bound));
    }

    @Test
    void theMeanIsThatOfTheDefinition() {
        NeuralNetwork first = network(1);
        NeuralNetwork second = network(3);
        double sum = 0;
        double squares = 0;
        for (int t = 0; t < DATA.samples(); t++) {
            double[] x = new double[3];
            DATA.copyRow(t, x);
            double[] p = softmax(first.output(x));
            double[] q = softmax(second.output(x));
            double kl = 0;
            for (int k = 0; k < p.length; k++) {
                kl += p[k] * Math.log(p[k] / q[k]);
            }
            sum += kl;
            squares += kl * kl;
        }
        int n = DATA.samples();
        PredictiveResult.Mean mean = run(first, second, "categorical", "kl").mean();
        assertThat(mean.value()).isCloseTo(sum / n, within(1e-12));
        assertThat(mean.standardError())
                .isCloseTo(Math.sqrt((squares / n - sum * sum / n / n) / (n - 1)), within(1e-12));
        // Student's t with 11 degrees of freedom
        assertThat(Objects.requireNonNull(mean.high()) - Objects.requireNonNull(mean.value()))
                .isCloseTo(2.200985160082949 * Objects.requireNonNull(mean.standardError()), within(1e-9));
    }

    @Test
    void gaussianOutputsAreApartByTheirSquaredDistance() {
        NeuralNetwork first = network(1);
        NeuralNetwork second = network(3);
        double sum = 0;
        for (int t = 0; t < DATA.samples(); t++) {
            double[] x = new double[3];
            DATA.copyRow(t, x);
            for (int k = 0; k < 2; k++) {
                double d = first.output(x)[k] - second.output(x)[k];
                sum += d * d / 2;
            }
        }
        double kl = sum / DATA.samples();
        assertThat(run(first, second, "gaussian", "kl").mean().value()).isCloseTo(kl, within(1e-12));
        assertThat(run(first, second, "gaussian", "renyi:2").mean().value()).isCloseTo(2 * kl, within(1e-12));
        assertThat(run(first, second, "gaussian", "jeffreys").mean().value()).isCloseTo(2 * kl, within(1e-12));
    }

    @Test
    void networksOfOtherShapeHaveNoExpansion() {
        assertThat(run(network(1), network(1, 9, Activation.parse("tanh")), "categorical", "kl")
                        .expansion())
                .isNull();
        assertThat(run(network(1), network(1, 5, Activation.parse("relu")), "categorical", "kl")
                        .expansion())
                .isNull();
        assertThat(run(network(1), network(2), "categorical", "total-variation").expansion())
                .isNull();
        // every reason is said
        assertThat(run(network(1), network(1, 9, Activation.parse("tanh")), "categorical", "total-variation")
                        .noExpansion())
                .contains("total-variation", "other layers");
        assertThat(run(network(1), network(2), "categorical", "kl").noExpansion())
                .isNull();
    }

    @Test
    void theSameNetworkIsNotApart() {
        PredictiveResult result = run(network(1), network(1), "categorical", "kl");
        assertThat(result.mean().value()).isZero();
        assertThat(expansion(result).quadratic()).isZero();
        assertThat(expansion(result).ratio()).isNull();
    }

    /** A rate e^f beyond the range of doubles made the mean NaN. */
    @ParameterizedTest
    @CsvSource({"poisson, 3000", "gaussian, 1e160"})
    void outputsWhoseDistributionLeavesTheRangeAreRefused(String likelihood, double factor) {
        NeuralNetwork large = scaled(network(1), factor);
        assertThatThrownBy(() -> run(network(1), large, likelihood, "kl"))
                .hasMessageContaining("likelihood is " + likelihood + "; the outputs of b at sample")
                .hasMessageContaining("leaves the range of float64")
                .hasMessageEndingWith("choose another likelihood");
    }

    @Test
    void farLogitsHaveAFiniteMeanAndInterval() {
        PredictiveResult result = run(network(1), scaled(network(1), 1000), "categorical", "kl");
        assertThat(result.mean().infiniteSamples()).isZero();
        assertThat(result.mean().value()).isBetween(100.0, 10_000.0);
        assertThat(result.json()).doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void aDivergenceBeyondTheRangeHasNoMean() {
        PredictiveResult result = run(scaled(network(1), 5000), network(1), "categorical", "alpha:9");
        assertThat(result.mean().infiniteSamples()).isPositive();
        assertThat(result.mean().value()).isNull();
        assertThat(result.json())
                .contains("\"value\" : null")
                .doesNotContain("NaN")
                .doesNotContain("Infinity");
    }

    private static NeuralNetwork scaled(NeuralNetwork network, double factor) {
        double[] theta = network.parameterVector();
        for (int i = theta.length - 12; i < theta.length; i++) { // the last layer, 2 × 5 and 2
            theta[i] *= factor;
        }
        return network.withParameterVector(theta);
    }

    @Test
    void familiesWithoutClosedFormAreRefused() {
        assertThatThrownBy(() -> run(network(1), network(2), "gaussian", "js"))
                .hasMessageContaining("family is js")
                .hasMessageContaining("no closed form");
    }

    private static PredictiveResult run(NeuralNetwork a, NeuralNetwork b, String likelihood, String family) {
        try (Backend backend = Backends.onClassPath().open("java", BackendConfig.defaults())) {
            return PredictiveStudy.of(
                            Compared.of("a", a), Compared.of("b", b), DATA, Likelihood.parse(likelihood), family)
                    .run(0.95, backend);
        }
    }

    private static PredictiveResult run(Compared a, Compared b, Dataset data) {
        try (Backend backend = Backends.onClassPath().open("java", BackendConfig.defaults())) {
            return PredictiveStudy.of(a, b, data, new Likelihood.Categorical(), "kl")
                    .run(0.95, backend);
        }
    }

    private static Compared graph(NeuralNetwork network) {
        return Compared.of(
                "graph", new GraphNetwork(FullyConnected.graph(network), RealVector.of(network.parameterVector())));
    }

    @Test
    void networksOfAnyLayersHaveTheNumbersOfTheChainThatTheyAre() {
        PredictiveResult chains = run(network(1), network(2), "categorical", "kl");
        PredictiveResult graphs = run(graph(network(1)), graph(network(2)), DATA);
        assertThat(graphs.mean()).isEqualTo(chains.mean());
        assertThat(graphs.expansion()).isEqualTo(chains.expansion());
        assertThat(graphs.setting()).isEqualTo(chains.setting());
    }

    /** A dense layer on the three tokens of a sample: the divergence is the mean over nine softmaxes by hand. */
    @Test
    void outputsAtSeveralPositionsAreAveraged() {
        Graph.Builder builder = Graph.on(Shape.of(3, 2));
        builder.then("dense", new DenseKernel.Of(new DenseShape(2, 2, true)));
        Graph tokens = builder.build();
        double[] p = {0.3, -1, 0.7, 0.2, 0.1, -0.4};
        double[] q = {0.5, -0.8, 0.1, 0.9, 0.2, 0.3};
        double[] x = new double[18];
        Arrays.setAll(x, i -> Math.sin(2.0 * i + 1));
        Dataset data = Dataset.of(NpyArray.of(x, 3, 6), Labels.none(), DataSource.memory("tokens"));
        PredictiveResult result = run(
                Compared.of("p", new GraphNetwork(tokens, RealVector.of(p))),
                Compared.of("q", new GraphNetwork(tokens, RealVector.of(q))),
                data);
        double sum = 0;
        for (int row = 0; row < 9; row++) {
            double[] f = softmax(logits(p, x, row));
            double[] g = softmax(logits(q, x, row));
            for (int k = 0; k < 2; k++) {
                sum += f[k] * Math.log(f[k] / g[k]);
            }
        }
        assertThat(Objects.requireNonNull(result.mean().value())).isCloseTo(sum / 9, within(1e-14));
        assertThat(result.setting().positions()).isEqualTo(3);
        assertThat(result.setting().outputs()).isEqualTo(2);
        assertThat(result.expansion()).isNotNull();
    }

    private static double[] logits(double[] theta, double[] x, int row) {
        double[] f = new double[2];
        for (int k = 0; k < 2; k++) {
            f[k] = theta[2 * k] * x[2 * row] + theta[2 * k + 1] * x[2 * row + 1] + theta[4 + k];
        }
        return f;
    }

    /** The same tensors and layers, but another constant: no step in the parameters leads from one to the other. */
    @Test
    void constantsThatDifferLeaveNoExpansion() {
        PredictiveResult result = run(scaled(1), scaled(2), Small.rows(2, 0.4, -1, 1.5, 0.3));
        assertThat(result.expansion()).isNull();
        assertThat(result.noExpansion()).contains("constants");
        assertThat(run(scaled(1), scaled(1), Small.rows(2, 0.4, -1, 1.5, 0.3)).expansion())
                .isNotNull();
    }

    private static Compared scaled(double factor) {
        Graph.Builder builder = Graph.on(Shape.of(2));
        builder.then("dense", new DenseKernel.Of(new DenseShape(2, 2, false)));
        builder.then("constant", new Affine(RealVector.of(factor, factor), RealVector.of(0, 0), Shape.of(2)));
        return Compared.of("scaled", new GraphNetwork(builder.build(), RealVector.of(1, 0.5, -0.5, 2)));
    }

    private static PredictiveResult.Expansion expansion(PredictiveResult result) {
        return Objects.requireNonNull(result.expansion());
    }

    private static double[] softmax(double[] f) {
        double sum = 0;
        double[] p = new double[f.length];
        for (int k = 0; k < f.length; k++) {
            p[k] = Math.exp(f[k]);
            sum += p[k];
        }
        for (int k = 0; k < f.length; k++) {
            p[k] /= sum;
        }
        return p;
    }

    private static NeuralNetwork network(int seed) {
        return network(seed, 5, Activation.parse("tanh"));
    }

    private static NeuralNetwork network(int seed, int width, Activation hidden) {
        Random random = new Random(seed);
        return NeuralNetwork.of(
                List.of(layer(width, 3, hidden, random), layer(2, width, Activation.parse("identity"), random)));
    }

    private static DenseLayer layer(int out, int in, Activation activation, Random random) {
        double[] weights = new double[out * in];
        double[] biases = new double[out];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextGaussian() * 0.7;
        }
        for (int i = 0; i < out; i++) {
            biases[i] = random.nextGaussian() * 0.3;
        }
        return new DenseLayer("" + out, in, out, RealVector.of(weights), RealVector.of(biases), activation);
    }

    private static Dataset data(int samples) {
        Random random = new Random(8);
        return Dataset.ofRows(
                samples,
                3,
                (t, row) -> {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = random.nextGaussian();
                    }
                },
                DataSource.memory("test"));
    }
}
