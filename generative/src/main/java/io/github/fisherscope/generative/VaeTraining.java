package io.github.fisherscope.generative;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.NormalSource;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.core.training.FirstOrderOptimizer;
import io.github.fisherscope.core.training.TrainingEnd;
import io.github.fisherscope.core.training.TrainingState;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A training of an autoencoder under way, step by step. Deterministic: a step depends on nothing but the parameters, the
 * optimiser's memory and its own number, so that a training that goes on from a {@link TrainingState} makes the same numbers, bit
 * for bit, as one that never stopped. Not safe for several threads.
 *
 * <p>Cost per step: a forward and a backward pass over the batch and the optimiser's pass over the parameters.
 */
public final class VaeTraining implements AutoCloseable {
    private final Vae model;
    private final Dataset data;
    private final FirstOrderOptimizer optimizer;
    private final VaeTrainingConfig config;
    private final Bound bound;
    private final double[] theta;
    private final double[] gradient;
    private FirstOrderOptimizer.GradientRun run;
    private double[] losses = new double[64];
    private int steps;
    private @Nullable TrainingEnd end;

    /**
     * Begins at the parameters that the model has.
     *
     * @param backend stays open
     * @throws IllegalArgumentException if the model cannot read the data
     */
    public VaeTraining(
            Vae model, Dataset data, FirstOrderOptimizer optimizer, VaeTrainingConfig config, Backend backend) {
        model.requireFits(data);
        this.model = model;
        this.data = data;
        this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
        this.config = Objects.requireNonNull(config, "config");
        this.theta = model.parameterVector();
        this.gradient = new double[theta.length];
        this.run = optimizer.start(theta.length);
        int size = config.batches().size();
        this.bound = Bound.of(model, backend, size == 0 ? data.samples() : Math.min(size, data.samples()));
    }

    /** Goes on from where another training of the same model, data and settings stood. */
    public void resume(TrainingState state) {
        Args.requireSame("the number of parameters", state.theta().size(), theta.length, "resume the same model");
        Args.requireSame("the number of losses", state.losses().size(), state.steps(), "there is one for each step");
        state.theta().copyTo(0, theta, 0, theta.length);
        run = optimizer.start(theta.length);
        List<double[]> arrays = run.memory();
        Args.requireSame(
                "the number of arrays remembered", state.memory().size(), arrays.size(), "resume the same optimizer");
        for (int i = 0; i < arrays.size(); i++) {
            state.memory().get(i).copyTo(0, arrays.get(i), 0, arrays.get(i).length);
        }
        steps = state.steps();
        losses = Arrays.copyOf(state.losses().toArray(), Math.max(64, steps));
        end = steps >= config.steps() ? TrainingEnd.STEPS : null;
    }

    /** Returns everything that {@link #resume} needs; the losses are those of {@link #losses}. */
    public TrainingState state() {
        return new TrainingState(
                steps,
                RealVector.of(theta),
                optimizer.learningRate(),
                run.memory().stream().map(RealVector::of).toList(),
                losses());
    }

    /** Returns the number of steps made. */
    public int steps() {
        return steps;
    }

    /** Returns the negative mean bound of each step's batch, at the parameters that the step started from. */
    public RealVector losses() {
        return RealVector.takingOver(Arrays.copyOf(losses, steps));
    }

    /** Returns why the training ended, or nothing while it goes on. */
    public Optional<TrainingEnd> end() {
        return Optional.ofNullable(end);
    }

    /** Returns the model as it is now. */
    public Vae model() {
        return model.withParameterVector(theta);
    }

    /**
     * Makes a step. One after which numbers are no longer finite is taken back: the training ends where it stood before.
     *
     * @throws IllegalStateException if the training has ended
     */
    public void step() {
        if (end != null) {
            throw new IllegalStateException("the training has ended: " + end.id());
        }
        int[] chosen = config.batches().samples(steps, data.samples());
        double[] x = new double[chosen.length * model.pixels()];
        for (int t = 0; t < chosen.length; t++) {
            data.copyRow(chosen[t], x, t * model.pixels());
        }
        double[] epsilon = noise(steps, chosen.length);
        bound.moveTo(theta);
        double loss =
                -bound.gradient(x, epsilon, config.weight(steps), gradient).mean();
        double[] from = theta.clone();
        run.step(theta, gradient, chosen.length);
        if (!Double.isFinite(loss) || !isFinite(theta)) {
            System.arraycopy(from, 0, theta, 0, from.length);
            end = TrainingEnd.DIVERGED;
            return;
        }
        if (steps == losses.length) {
            losses = Arrays.copyOf(losses, 2 * steps);
        }
        losses[steps++] = loss;
        end = steps >= config.steps() ? TrainingEnd.STEPS : null;
    }

    /** Makes all steps that are left and returns the model. */
    public Vae run() {
        while (end == null) {
            step();
        }
        return model();
    }

    private double[] noise(int step, int rows) {
        NormalSource source = RandomStreams.of(config.seed()).normal(StreamPurpose.LATENT_NOISE, 0, 0, step);
        double[] epsilon = new double[rows * model.latents()];
        for (int i = 0; i < epsilon.length; i++) {
            epsilon[i] = source.next();
        }
        return epsilon;
    }

    private static boolean isFinite(double[] values) {
        for (double v : values) {
            if (!Double.isFinite(v)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        bound.close();
    }
}
