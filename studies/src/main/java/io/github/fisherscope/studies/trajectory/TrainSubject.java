package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.LikelihoodKind;
import io.github.fisherscope.core.fisher.ObservedLabels;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.LabelSource;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.core.training.Trainable;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Data;
import io.github.fisherscope.spectra.fisher.Fisher;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Optional;

/**
 * A network with the samples that it is trained on and those that are held out.
 *
 * @param trained the network
 * @param network the same as layers and numbers
 * @param data the training samples
 * @param loss on their labels
 * @param heldOut the others, if there are any
 * @param info all of it in words
 */
record TrainSubject(
        Trainable trained, GraphNetwork network, Dataset data, Loss loss, Optional<HeldOut> heldOut, Data info) {
    /** Returns the Fisher matrix at other parameters. */
    Fisher fisher(double[] theta, Backend backend) {
        Fisher fisher = Fisher.of(network.withParameters(RealVector.of(theta)), data);
        return fisher.withLikelihood(loss.likelihood()).on(backend);
    }

    /** Samples that no step sees. */
    record HeldOut(Dataset data, Loss loss) {}

    /** Returns a network with samples and a loss on them, nothing held out. */
    static TrainSubject of(GraphNetwork network, Dataset data, Loss loss) {
        Trainable trained = trainable(network);
        Data info = new Data(data.source().description(), "given", data.samples(), data.inputs(), trained.outputs(), 0);
        return new TrainSubject(trained, network, data, loss, Optional.empty(), info);
    }

    /**
     * Reads or draws everything.
     *
     * @throws IllegalArgumentException if data have no labels, or labels that are none of the likelihood's
     */
    static TrainSubject of(StudyConfig study, TrainLoss trainLoss, double heldOutShare) {
        GraphNetwork network = network(study.network(), study.seed());
        Trainable trained = trainable(network);
        Dataset all = inputs(study);
        boolean drawn = !(study.inputs() instanceof InputSource.Given);
        int positions = trained.positions();
        int sites = Math.multiplyExact(all.samples(), positions);
        Labels labels = drawn
                ? draw(trainLoss.likelihood(), study.seed(), sites, trained.outputs())
                : ObservedLabels.atPositions(all.labels(), all.samples(), network.graph());
        if (labels instanceof Labels.None) {
            throw InvalidArgumentException.of(
                    "labels",
                    "missing",
                    "training needs a label for each sample of " + all.source().description(),
                    Remedy.of("give labels of the data").by("labels"));
        }
        int held = (int) (heldOutShare * all.samples());
        int kept = all.samples() - held;
        if (kept < 1 || (held < 1 && heldOutShare > 0)) {
            throw InvalidArgumentException.of(
                    "heldOut",
                    heldOutShare,
                    "that is %s of %s samples".formatted(held, all.samples()),
                    "leave at least one to train on and hold out at least one");
        }
        Loss loss = trainLoss
                .on(labels.range(0, kept * positions), trained.outputs())
                .atPositions(positions);
        Optional<HeldOut> rest = held == 0
                ? Optional.empty()
                : Optional.of(new HeldOut(
                        all.range(kept, all.samples()),
                        trainLoss
                                .on(labels.range(kept * positions, sites), trained.outputs())
                                .atPositions(positions)));
        Data info = new Data(
                all.source().description(),
                drawn ? "drawn at random, independent of the inputs" : "given",
                kept,
                all.inputs(),
                trained.outputs(),
                held);
        return new TrainSubject(trained, network, held == 0 ? all : all.range(0, kept), loss, rest, info);
    }

    private static GraphNetwork network(NetworkSource source, long seed) {
        if (source instanceof NetworkSource.AnyLayers any) {
            return any.network(seed, 0);
        }
        return chain(
                source instanceof NetworkSource.Given given
                        ? given.network()
                        : RandomNetworkGenerator.of(source.spec(), seed).network(0));
    }

    private static GraphNetwork chain(NeuralNetwork network) {
        return new GraphNetwork(FullyConnected.graph(network), RealVector.of(network.parameterVector()));
    }

    /** A chain of dense layers has quicker ways to everything. */
    private static Trainable trainable(GraphNetwork network) {
        return FullyConnected.recognize(network.graph()).covers()
                ? Trainable.of(FullyConnected.network(network))
                : Trainable.of(network);
    }

    private static Dataset inputs(StudyConfig study) {
        if (study.inputs() instanceof InputSource.Given given) {
            return given.data();
        }
        RandomInputs random = RandomInputs.of(study.seed());
        int samples = study.inputs().samples();
        int inputs = study.network().inputs();
        return study.inputs() instanceof InputSource.RandomTokens tokens
                ? random.tokens(0, samples, inputs, tokens.entries())
                : random.standardNormal(0, samples, inputs);
    }

    /** Draws labels from the likelihood at outputs 0: N(0, 1), each class alike, or the counts of mean 1. */
    private static Labels draw(Likelihood likelihood, long seed, int samples, int outputs) {
        double[] all = new double[samples * outputs];
        double[] zero = new double[outputs];
        double[] label = new double[outputs];
        RandomStreams streams = RandomStreams.of(seed);
        for (int t = 0; t < samples; t++) {
            LabelSource source = streams.labels(0, t);
            likelihood.sample(zero, source, label);
            System.arraycopy(label, 0, all, t * outputs, outputs);
        }
        if (likelihood.kind() != LikelihoodKind.CATEGORICAL) {
            return new Labels.Targets(RealVector.takingOver(all), outputs);
        }
        int[] classes = new int[samples];
        for (int i = 0; i < all.length; i++) {
            classes[i / outputs] = all[i] == 1 ? i % outputs : classes[i / outputs];
        }
        return Labels.Classes.of(outputs, classes);
    }
}
