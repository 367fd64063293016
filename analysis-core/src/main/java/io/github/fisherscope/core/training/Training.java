package io.github.fisherscope.core.training;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A training under way, step by step: between two steps a caller may look at the network, write down the state and change the
 * learning rate. Deterministic: a training that goes on from a {@link TrainingState} makes the same numbers, bit for bit, as
 * one that never stopped. Not safe for several threads.
 *
 * <p>Cost per step: that of the optimiser on its batch, and a forward pass over all samples for the loss.
 */
public final class Training implements AutoCloseable {
    private final Trainable model;
    private final Dataset data;
    private final Loss loss;
    private final TrainingConfig config;
    private final Backend backend;
    private final double[] theta;
    private final List<Double> losses = new ArrayList<>();
    private Optimizer optimizer;
    private Optimizer.Run run;
    private int steps;
    private @Nullable TrainingEnd end;
    private @Nullable TrainingPoint point;

    /**
     * Begins at the parameters that the network has.
     *
     * @param backend stays open
     * @throws IllegalArgumentException if loss, data and network do not fit, or the optimiser cannot train the network
     */
    public Training(
            Trainable model, Dataset data, Loss loss, Optimizer optimizer, TrainingConfig config, Backend backend) {
        Args.requireSame(
                "the number of labels",
                loss.samples(),
                Math.multiplyExact(data.samples(), model.positions()),
                "give one per sample, or per position of its output");
        Args.requireSame(
                "the number of positions of the loss", loss.positions(), model.positions(), "make it for this network");
        Args.requireSame(
                "the number of outputs of the loss", loss.outputs(), model.outputs(), "make it for this network");
        this.model = model;
        this.data = data;
        this.loss = loss;
        this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
        this.config = Objects.requireNonNull(config, "config");
        this.backend = backend;
        this.theta = model.theta();
        this.run = optimizer.start(theta.length);
        losses.add(point().loss());
        judge();
    }

    /** Goes on from where another training of the same network, data and optimiser stood. */
    public void resume(TrainingState state) {
        Args.requireSame("the number of parameters", state.theta().size(), theta.length, "resume the same network");
        state.theta().copyTo(0, theta, 0, theta.length);
        closePoint();
        optimizer = optimizer.withLearningRate(state.learningRate());
        run = optimizer.start(theta.length);
        recall(state.memory());
        steps = state.steps();
        losses.clear();
        state.losses().stream().forEach(losses::add);
        end = null;
        judge();
    }

    private void recall(List<RealVector> memory) {
        List<double[]> arrays = run.memory();
        Args.requireSame("the number of arrays remembered", memory.size(), arrays.size(), "resume the same optimizer");
        for (int i = 0; i < arrays.size(); i++) {
            memory.get(i).copyTo(0, arrays.get(i), 0, arrays.get(i).length);
        }
    }

    /** Returns everything that {@link #resume} needs. */
    public TrainingState state() {
        return new TrainingState(
                steps,
                RealVector.of(theta),
                optimizer.learningRate(),
                run.memory().stream().map(RealVector::of).toList(),
                losses());
    }

    /** Makes the following steps with another learning rate; what the optimiser remembers stays. */
    public void setLearningRate(double rate) {
        List<RealVector> memory = run.memory().stream().map(RealVector::of).toList();
        optimizer = optimizer.withLearningRate(rate);
        run = optimizer.start(theta.length);
        recall(memory);
    }

    /** Returns the optimiser with the learning rate of the next step. */
    public Optimizer optimizer() {
        return optimizer;
    }

    /**
     * Returns the rate below which the method would settle from here where the loss is quadratic with F as its Hessian, or NaN
     * where that is not known.
     *
     * @param largest λ_max &gt; 0 of the Fisher matrix here
     */
    public double stabilityLimit(double largest) {
        double closed = optimizer.stabilityLimit(largest);
        return Double.isFinite(closed) ? closed : run.stabilityLimit(point());
    }

    /** Returns the number of steps made. */
    public int steps() {
        return steps;
    }

    /** Returns the loss over all samples before the first step and after each. */
    public RealVector losses() {
        return RealVector.takingOver(
                losses.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Returns θ as it is now, as a copy. */
    public double[] theta() {
        return theta.clone();
    }

    /** Returns why the training ended, or nothing while it goes on. */
    public Optional<TrainingEnd> end() {
        return Optional.ofNullable(end);
    }

    /** Returns the network linearised at all samples; it is closed by the next step. */
    public TrainingPoint point() {
        TrainingPoint known = point;
        if (known == null) {
            known = model.at(theta, data, loss, backend);
            point = known;
        }
        return known;
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
        double[] from = theta.clone();
        try {
            move();
        } catch (ArithmeticException e) {
            end = TrainingEnd.SATURATED;
            return;
        }
        closePoint();
        double value = isFinite(theta) ? point().loss() : Double.NaN;
        if (!Double.isFinite(value)) {
            closePoint();
            System.arraycopy(from, 0, theta, 0, from.length);
            end = TrainingEnd.DIVERGED;
            return;
        }
        steps++;
        losses.add(value);
        judge();
    }

    private void move() {
        Batches batches = config.batches();
        if (batches.full(data.samples())) {
            run.step(theta, point());
            return;
        }
        int[] chosen = batches.samples(steps, data.samples());
        Dataset some = Dataset.ofRows(
                chosen.length, data.inputs(), (t, target) -> data.copyRow(chosen[t], target), data.source());
        try (TrainingPoint at = model.at(theta, some, loss.of(chosen), backend)) {
            run.step(theta, at);
        }
    }

    private void judge() {
        double value = losses.get(losses.size() - 1);
        double first = losses.get(0);
        if (!(Double.isFinite(value)
                && (value < config.divergenceFactor() * first || value == 0 || losses.size() == 1))) {
            end = TrainingEnd.DIVERGED;
        } else if (value <= config.targetLoss()) {
            end = TrainingEnd.TARGET;
        } else if (steps >= config.steps()) {
            end = TrainingEnd.STEPS;
        } else {
            end = run.trouble().orElse(null);
        }
    }

    private void closePoint() {
        TrainingPoint known = point;
        point = null;
        if (known != null) {
            known.close();
        }
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
        closePoint();
    }
}
