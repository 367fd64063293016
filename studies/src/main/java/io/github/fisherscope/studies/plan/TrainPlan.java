package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.training.Adam;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient;
import io.github.fisherscope.core.training.FisherInverse;
import io.github.fisherscope.core.training.HeavyBall;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Nesterov;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.List;
import java.util.Locale;

/**
 * The planned peak of the resident memory of a training that is watched, from the sizes alone.
 *
 * <p>An upper estimate: the vectors and matrices that live at once were counted, and the sum was held against processes of
 * 0.3 to 2 GB.
 *
 * @param sizes of the network and its samples
 * @param layers outputs and fan-in of every weight tensor
 */
public record TrainPlan(Sizes sizes, List<Sides> layers) {
    /** Vectors of P numbers: parameters, steps, gradients, those of a record, and the network's own. */
    private static final int VECTORS = 14;

    /** Rows of the smaller side up to which a record computes all eigenvalues: 72 MB, and about a second. */
    public static final int LARGEST_COMPLETE = 3000;

    /** Sensitivities that a search for the largest eigenvalues keeps at most, in numbers: 1 GiB. */
    private static final double LARGEST_SENSITIVITIES = 0x1p27;

    /**
     * What the plan depends on.
     *
     * @param samples T
     * @param inputs numbers of a sample
     * @param rows C for each position of the output
     * @param entries numbers that a sample becomes on its way through the network
     * @param parameters P
     */
    public record Sizes(double samples, double inputs, double rows, double entries, double parameters) {}

    /** Outputs and fan-in of a tensor of weights. */
    public record Sides(double outputs, double fanIn) {}

    /** Returns the plan for a study's network and samples. */
    public static TrainPlan of(StudyConfig study) {
        NetworkSource network = study.network();
        double samples = study.inputs().samples();
        if (network instanceof NetworkSource.AnyLayers any) {
            double entries = any.graph().nodes().stream()
                    .mapToDouble(node -> node.output().size())
                    .sum();
            return new TrainPlan(
                    new Sizes(
                            samples,
                            any.inputs(),
                            (double) any.outputs() * any.graph().output().positions(),
                            2 * entries,
                            any.graph().parameters()),
                    any.graph().tensors().stream().map(TrainPlan::sides).toList());
        }
        List<DenseShape> layers = network.layout().layers();
        double units = layers.stream().mapToDouble(DenseShape::outputs).sum();
        return new TrainPlan(
                new Sizes(
                        samples,
                        network.inputs(),
                        network.outputs(),
                        4 * units,
                        network.layout().parameters()),
                layers.stream()
                        .map(l -> new Sides(l.outputs(), l.inputs() + 1.0))
                        .toList());
    }

    private static Sides sides(ParameterTensor tensor) {
        double outputs = tensor.shape().dimensions().get(0);
        return new Sides(outputs, tensor.shape().size() / outputs);
    }

    /**
     * Requires that training by a method fits.
     *
     * @param batch samples of a step
     * @param limit bytes that the process may take
     * @throws MemoryLimitException if it does not fit, with what would
     */
    public void requireFits(Optimizer optimizer, long batch, long limit) {
        long bytes = bytes(optimizer, batch);
        if (bytes <= limit) {
            return;
        }
        String remedy = optimizer instanceof NaturalGradientDescent natural && natural.form() != FisherForm.KRONECKER
                ? "use fewer samples, the form kronecker, or raise the memory limit to at least that"
                : "use fewer samples or a smaller network, or raise the memory limit to at least that";
        throw new MemoryLimitException(String.format(
                Locale.ROOT,
                "training with %s needs %s for P = %.0f and n = %.0f rows, and the memory limit allows %s; %s",
                optimizer.id().split(":", 2)[0],
                MemorySize.of(bytes),
                sizes.parameters,
                sizes.rows * sizes.samples,
                MemorySize.of(limit),
                remedy));
    }

    /** Returns the planned peak of the process in bytes. */
    public long bytes(Optimizer optimizer, long batch) {
        double n = sizes.rows * sizes.samples;
        double smaller = Math.min(n, sizes.parameters);
        double record = smaller <= LARGEST_COMPLETE ? 10 * smaller * smaller : 60 * smaller;
        double live = 2 * sizes.samples * (sizes.inputs + 2 * sizes.rows)
                + VECTORS * sizes.parameters
                + record
                + method(optimizer, sizes.rows * Math.min((double) batch, sizes.samples));
        double outside = sizes.samples * (sizes.inputs + sizes.entries) + 2 * sizes.parameters;
        if (smaller > LARGEST_COMPLETE) {
            outside += 2 * Math.min(n * sizes.entries / 4, LARGEST_SENSITIVITIES);
        }
        return (long) Math.min(0x1p62, MemoryPlan.RUNTIME + 8 * (MemoryPlan.HEAP_PER_LIVE * live + outside));
    }

    /** Returns the numbers that a method keeps and works with. */
    private double method(Optimizer optimizer, double rows) {
        double p = sizes.parameters;
        if (optimizer instanceof AdaptiveNaturalGradient) {
            return p * p + 2 * rows * p;
        }
        if (optimizer instanceof NaturalGradientDescent natural) {
            double pseudo = natural.inverse() instanceof FisherInverse.PseudoInverse ? 2 * rows * p : 0;
            return pseudo + entries(natural.form(), rows);
        }
        return optimizer instanceof Adam || optimizer instanceof Nesterov
                ? 2 * p
                : optimizer instanceof HeavyBall ? p : 0;
    }

    private double entries(FisherForm form, double rows) {
        double p = sizes.parameters;
        return switch (form) {
            case DUAL, DENSE, IMPLICIT -> 4 * Math.pow(Math.min(rows, p), 2);
            case LAYERS ->
                3
                        * layers.stream()
                                .mapToDouble(l -> Math.pow(Math.min(rows, l.outputs * l.fanIn), 2))
                                .sum();
            case UNITS ->
                2
                        * layers.stream()
                                .mapToDouble(l -> l.outputs * l.fanIn * Math.min(rows, l.fanIn))
                                .sum();
            case KRONECKER, EIGEN_KRONECKER -> 6 * squares() + 8 * p;
            case BLOCK_TRIDIAGONAL -> 12 * squares() + 2 * p;
            case DIAGONAL -> p;
        };
    }

    private double squares() {
        return layers.stream()
                .mapToDouble(l -> l.outputs * l.outputs + l.fanIn * l.fanIn)
                .sum();
    }
}
