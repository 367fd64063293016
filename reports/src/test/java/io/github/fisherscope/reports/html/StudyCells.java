package io.github.fisherscope.reports.html;

import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.LabelExpectation;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.NetworkSource.AsIfRandom;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One small study for every combination of what a sentence of a report depends on, by a short name. */
final class StudyCells {
    private static final int SAMPLES = 5;
    private static final NetworkSpec SMALL = NetworkSpec.of(new Activation.Tanh(), 2, 0.3, 4, 7, 6, 3);
    private static final NetworkSpec WIDE = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 300, 300, 300, 3);
    private static final List<Likelihood> LIKELIHOODS = List.of(
            new Likelihood.Gaussian(1),
            Likelihood.parse("categorical"),
            Likelihood.parse("bernoulli"),
            Likelihood.parse("poisson"));

    private final Map<String, StudyConfig> cells = new LinkedHashMap<>();

    private StudyCells() {}

    /** Returns the studies; the first ones are likelihood × labels × origin of the weights. */
    static Map<String, StudyConfig> all() {
        StudyCells cells = new StudyCells();
        for (Likelihood likelihood : LIKELIHOODS) {
            for (LabelExpectation labels : expectations(likelihood)) {
                FisherRequest request = request(likelihood, labels);
                String name = likelihood.id() + " " + labels.id();
                cells.add(name + " random", base().withFisher(request));
                cells.add(name + " given", given(SMALL, AsIfRandom.NO).withFisher(request));
                cells.add(
                        name + " as-if-random",
                        given(SMALL, AsIfRandom.OWN_VARIANCES).withFisher(request));
            }
        }
        cells.addMatrices();
        cells.addGraphs();
        cells.addSpecialCases();
        return cells.cells;
    }

    /** Returns the study of that name. */
    static StudyConfig named(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    private void addMatrices() {
        for (Likelihood likelihood : LIKELIHOODS) {
            for (String matrix : List.of("hessian", "input-metric", "feature-metric")) {
                for (StudyConfig network : List.of(base(), given(SMALL, AsIfRandom.NO))) {
                    add(
                            "%s %s %s"
                                    .formatted(
                                            likelihood.id(),
                                            matrix,
                                            network.network() instanceof NetworkSource.Random ? "random" : "given"),
                            network.withLikelihood(likelihood)
                                    .withMatrix(StudiedMatrix.parse(matrix, "full", "none"))
                                    .withInputs(new InputSource.Given(data(labels(likelihood)))));
                }
            }
        }
        for (String normalization : List.of("mean-subtraction", "batch-norm", "layer-norm")) {
            StudiedMatrix matrix = StudiedMatrix.parse("fisher", "full", normalization);
            add(normalization + " random", wide().withMatrix(matrix));
            add(normalization + " given", given(SMALL, AsIfRandom.NO).withMatrix(matrix));
            add(
                    normalization + " empirical",
                    base().withMatrix(matrix).withFisher(request(LIKELIHOODS.get(0), LabelExpectation.EMPIRICAL)));
        }
        for (String form :
                List.of("layers", "units", "diagonal", "kronecker", "eigen-kronecker", "block-tridiagonal")) {
            StudiedMatrix matrix = StudiedMatrix.parse("fisher", form, "none");
            add(form + " random", base().withMatrix(matrix));
            add(form + " given", given(SMALL, AsIfRandom.NO).withMatrix(matrix));
            add(
                    form + " empirical",
                    base().withMatrix(matrix).withFisher(request(LIKELIHOODS.get(1), LabelExpectation.EMPIRICAL)));
        }
    }

    /** Networks of any layers, for each likelihood under every expectation, and their Hessians. */
    private void addGraphs() {
        for (NetworkSource network : List.of(GraphCells.architecture(), GraphCells.imported())) {
            String origin = network instanceof NetworkSource.RandomLayers ? "architecture" : "imported";
            for (Likelihood likelihood : LIKELIHOODS) {
                for (LabelExpectation labels : expectations(likelihood)) {
                    add(
                            "%s %s %s".formatted(likelihood.id(), labels.id(), origin),
                            base().withNetwork(network).withFisher(request(likelihood, labels)));
                }
                add(
                        "%s hessian %s".formatted(likelihood.id(), origin),
                        base().withNetwork(network)
                                .withLikelihood(likelihood)
                                .withMatrix(StudiedMatrix.parse("hessian", "full", "none"))
                                .withInputs(new InputSource.Given(data(labels(likelihood)))));
            }
        }
    }

    private void addSpecialCases() {
        NetworkSpec zero = NetworkSpec.of(new Activation.Tanh(), 0, 0, 4, 7, 3).withoutBiases();
        for (LabelExpectation labels : expectations(LIKELIHOODS.get(0))) {
            add(
                    "zero weights, " + labels.id() + " given",
                    given(zero, AsIfRandom.NO).withFisher(request(LIKELIHOODS.get(0), labels)));
        }
        add("one output random", StudyConfig.random(NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 300, 300, 1), 10));
        add("centred random", StudyConfig.random(NetworkSpec.of(new Activation.Tanh(), 2, 0, 300, 300, 3), 10));
        add("wide random", wide());
        add("wide networks random", StudyConfig.random(SMALL, SAMPLES).withNetworks(6));
        add(
                "single layer random",
                StudyConfig.random(NetworkSpec.of(new Activation.Identity(), 2, 0.3, 6, 3), SAMPLES));
        add("one sample random", StudyConfig.random(SMALL, 1));
        add("without biases random", StudyConfig.random(SMALL.withoutBiases(), SAMPLES));
        for (Method method : List.of(Method.LANCZOS, Method.QUADRATURE)) {
            add(
                    method.id() + " random",
                    wide().withMethod(method)
                            .withOptions(SpectrumOptions.defaults().withTop(6)));
            add(
                    method.id() + " given",
                    given(SMALL, AsIfRandom.NO)
                            .withMethod(method)
                            .withOptions(SpectrumOptions.defaults().withTop(4)));
        }
        add("training random", base().withOptions(SpectrumOptions.defaults().withTrainingSteps(3)));
        add("unused labels random", base().withInputs(new InputSource.Given(data(labels(LIKELIHOODS.get(0))))));
    }

    private void add(String name, StudyConfig config) {
        cells.put(name, config.withExecution(Execution.defaults().withBackend("java")));
    }

    private static StudyConfig base() {
        return StudyConfig.random(SMALL, SAMPLES).withInputs(new InputSource.Given(data(Labels.none())));
    }

    private static StudyConfig wide() {
        return StudyConfig.random(WIDE, 10);
    }

    private static StudyConfig given(NetworkSpec spec, AsIfRandom theory) {
        NeuralNetwork network = RandomNetworkGenerator.of(spec, 3).network(0);
        return StudyConfig.random(spec, SAMPLES)
                .withNetwork(NetworkSource.given(network, "net.npz", "00", null, null, theory))
                .withInputs(new InputSource.Given(data(Labels.none())));
    }

    private static Dataset data(Labels labels) {
        Dataset inputs = RandomInputs.of(7).standardNormal(0, SAMPLES, 4);
        DataSource source = DataSource.memory("data.npy");
        return Dataset.of(
                NpyArray.ofRows(SAMPLES, 4, inputs::copyRow),
                labels,
                labels instanceof Labels.None ? source : source.withLabels("labels.npy"));
    }

    private static Labels labels(Likelihood likelihood) {
        if (likelihood.id().equals("categorical")) {
            return Labels.Classes.of(3, 0, 1, 2, 2, 1);
        }
        double[] targets = new double[SAMPLES * 3];
        Arrays.setAll(targets, i -> i % 2);
        return new Labels.Targets(RealVector.of(targets), 3);
    }

    /** Only classes have most probable ones. */
    private static List<LabelExpectation> expectations(Likelihood likelihood) {
        return Stream.of(LabelExpectation.values())
                .filter(e ->
                        e != LabelExpectation.TOP_CLASSES || likelihood.id().equals("categorical"))
                .toList();
    }

    private static FisherRequest request(Likelihood likelihood, LabelExpectation labels) {
        return switch (labels) {
            case EXACT -> FisherRequest.exact(likelihood);
            case MONTE_CARLO -> FisherRequest.monteCarlo(likelihood, 2, 1);
            case TOP_CLASSES -> FisherRequest.topClasses(likelihood, 1);
            case EMPIRICAL -> FisherRequest.empirical(likelihood, labels(likelihood));
        };
    }
}
